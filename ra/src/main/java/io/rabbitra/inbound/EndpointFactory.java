package io.rabbitra.inbound;

import io.rabbitra.amqp.AmqpRuntime;
import io.rabbitra.config.BrokerProperties;
import io.rabbitra.destination.RabbitDestinationMapper;
import io.rabbitra.message.MessageMapper;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.reflect.Method;

/** Makes an {@link Endpoint} of what a server passes to endpointActivation. */
public final class EndpointFactory {

  private final AmqpRuntime runtime;
  private final BrokerProperties ofAdapter;

  public EndpointFactory(AmqpRuntime runtime, BrokerProperties ofAdapter) {
    this.runtime = runtime;
    this.ofAdapter = ofAdapter;
  }

  /**
   * Validates and resolves; contacts no broker. To be called on the thread of endpointActivation,
   * where the component namespace is present.
   *
   * @throws NotSupportedException if the spec is not a {@link RabbitActivationSpec}
   * @throws jakarta.resource.spi.InvalidPropertyException names what is wrong
   */
  public Endpoint create(
      MessageEndpointFactory factory, ActivationSpec spec, EndpointListener listener)
      throws ResourceException {
    if (!(spec instanceof RabbitActivationSpec rabbit)) {
      throw new NotSupportedException(
          spec.getClass().getName() + ": allowed is " + RabbitActivationSpec.class.getName());
    }
    Method onMessage = onMessage();
    boolean transacted;
    try {
      transacted = factory.isDeliveryTransacted(onMessage);
    } catch (NoSuchMethodException e) {
      throw new NotSupportedException("the bean is no jakarta.jms.MessageListener", e);
    }
    ActivationSettings settings = rabbit.resolve(ofAdapter, beanName(factory));
    MessageMapper mapper =
        new MessageMapper(new RabbitDestinationMapper(), settings.trustedPackages());
    return new Endpoint(
        settings, runtime, () -> new BeanInvoker(factory, onMessage, transacted, mapper), listener);
  }

  private static String beanName(MessageEndpointFactory factory) {
    Class<?> bean = factory.getEndpointClass();
    if (bean != null) {
      return bean.getSimpleName();
    }
    String activation = factory.getActivationName();
    return activation == null ? "bean" : activation;
  }

  private static Method onMessage() {
    try {
      return MessageListener.class.getMethod("onMessage", Message.class);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }
}
