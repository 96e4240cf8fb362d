package io.rabbitra.inbound;

import io.rabbitra.message.MessageMapper;
import io.rabbitra.message.RabbitMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.lang.reflect.Method;

/** Beans that are a {@link MessageListener}. */
record JmsBeanListener(MessageMapper mapper) implements BeanListener {

  @Override
  public Method onMessage() {
    return ListenerMethods.of(MessageListener.class, "onMessage", Message.class);
  }

  @Override
  public Call of(Delivery delivery, String queue) {
    RabbitMessage message =
        mapper.decode(delivery.envelope(), delivery.properties(), delivery.body());
    return endpoint -> ((MessageListener) endpoint).onMessage(message);
  }
}
