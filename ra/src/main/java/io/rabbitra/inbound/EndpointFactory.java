package io.rabbitra.inbound;

import io.rabbitra.amqp.AmqpRuntime;
import io.rabbitra.config.BrokerProperties;
import io.rabbitra.destination.RabbitDestination;
import io.rabbitra.destination.RabbitQueue;
import io.rabbitra.destination.mapping.RabbitDestinationMapper;
import io.rabbitra.message.MessageMapper;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;

/** Makes an {@link Endpoint} of what a server passes to endpointActivation. */
public final class EndpointFactory {

  private final AmqpRuntime runtime;
  private final BrokerProperties ofAdapter;
  private final Reactions reactions;

  public EndpointFactory(AmqpRuntime runtime, BrokerProperties ofAdapter) {
    this(runtime, ofAdapter, Reactions.DEFAULT);
  }

  EndpointFactory(AmqpRuntime runtime, BrokerProperties ofAdapter, Reactions reactions) {
    this.runtime = runtime;
    this.ofAdapter = ofAdapter;
    this.reactions = reactions;
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
    ActivationSettings settings = rabbit.resolve(ofAdapter, beanName(factory));
    MessageMapper mapper =
        new MessageMapper(new RabbitDestinationMapper(), settings.trustedPackages());
    DeliveryCounters counters = new DeliveryCounters();
    return new Endpoint(
        settings,
        runtime,
        Sources.of(settings, mapper, runtime.threads()),
        new RedeliveryPolicy(settings, runtime, counters),
        counters,
        rabbit instanceof AmqpActivationSpec
            ? nativeBeans(factory, settings)
            : jmsBeans(factory, mapper),
        reactions.notBefore(settings.drainTimeout()),
        listener);
  }

  private static Beans jmsBeans(MessageEndpointFactory factory, MessageMapper mapper)
      throws NotSupportedException {
    BeanListener listener = new JmsBeanListener(mapper);
    try {
      return new Beans(factory, listener, factory.isDeliveryTransacted(listener.onMessage()), null);
    } catch (NoSuchMethodException e) {
      throw new NotSupportedException("the bean is no jakarta.jms.MessageListener", e);
    }
  }

  private Beans nativeBeans(MessageEndpointFactory factory, ActivationSettings settings)
      throws NotSupportedException {
    RabbitDestination destination = settings.source().destination();
    BeanListener listener =
        new AmqpBeanListener(
            destination instanceof RabbitQueue queue
                ? queue.getQueueName()
                : destination.routingKey());
    try {
      return new Beans(
          factory,
          listener,
          factory.isDeliveryTransacted(listener.onMessage()),
          new LifecycleCalls(settings.name(), factory, runtime.threads().workers()));
    } catch (NoSuchMethodException e) {
      throw new NotSupportedException("the bean is no io.rabbitra.AmqpListener", e);
    }
  }

  private static String beanName(MessageEndpointFactory factory) {
    Class<?> bean = factory.getEndpointClass();
    if (bean != null) {
      return bean.getSimpleName();
    }
    String activation = factory.getActivationName();
    return activation == null ? "bean" : activation;
  }
}
