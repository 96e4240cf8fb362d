package io.rabbitra.benchmark.container;

import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.reflect.Method;
import javax.transaction.xa.XAResource;

/** Gives instances that only call the bean: no transaction, no pool, no interceptor. */
final class PlainEndpoints implements MessageEndpointFactory {

  private final MessageListener bean;

  PlainEndpoints(MessageListener bean) {
    this.bean = bean;
  }

  @Override
  public MessageEndpoint createEndpoint(XAResource resource) {
    return new Instance(bean);
  }

  @Override
  public MessageEndpoint createEndpoint(XAResource resource, long timeout) {
    return new Instance(bean);
  }

  @Override
  public boolean isDeliveryTransacted(Method method) {
    return false;
  }

  @Override
  public String getActivationName() {
    return "benchmark";
  }

  @Override
  public Class<?> getEndpointClass() {
    return bean.getClass();
  }

  private record Instance(MessageListener bean) implements MessageEndpoint, MessageListener {

    @Override
    public void beforeDelivery(Method method) {}

    @Override
    public void onMessage(Message message) {
      bean.onMessage(message);
    }

    @Override
    public void afterDelivery() {}

    @Override
    public void release() {}
  }
}
