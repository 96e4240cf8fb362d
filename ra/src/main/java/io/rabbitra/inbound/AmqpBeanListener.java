package io.rabbitra.inbound;

import io.rabbitra.AmqpDelivery;
import io.rabbitra.AmqpListener;
import java.lang.reflect.Method;

/**
 * Beans that are an {@link AmqpListener}.
 *
 * @param destination what the endpoint consumes
 */
record AmqpBeanListener(String destination) implements BeanListener {

  @Override
  public Method onMessage() {
    return ListenerMethods.of(AmqpListener.class, "onMessage", AmqpDelivery.class);
  }

  @Override
  public Call of(Delivery delivery, String queue) {
    AmqpDelivery message = NativeDelivery.of(delivery, queue == null ? destination : queue);
    return endpoint -> ((AmqpListener) endpoint).onMessage(message);
  }
}
