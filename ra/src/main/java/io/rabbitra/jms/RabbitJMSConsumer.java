package io.rabbitra.jms;

import jakarta.jms.JMSConsumer;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** The simplified API's consumer over the classic one. */
final class RabbitJMSConsumer implements JMSConsumer {

  private final RabbitConsumer consumer;

  RabbitJMSConsumer(RabbitConsumer consumer) {
    this.consumer = consumer;
  }

  @Override
  public String getMessageSelector() {
    return JmsErrors.unchecked(consumer::getMessageSelector);
  }

  @Override
  public MessageListener getMessageListener() {
    return JmsErrors.unchecked(consumer::getMessageListener);
  }

  @Override
  public void setMessageListener(MessageListener listener) {
    JmsErrors.unchecked(() -> consumer.setMessageListener(listener));
  }

  @Override
  public Message receive() {
    return JmsErrors.unchecked(() -> consumer.receive());
  }

  @Override
  public Message receive(long timeoutMillis) {
    return JmsErrors.unchecked(() -> consumer.receive(timeoutMillis));
  }

  @Override
  public Message receiveNoWait() {
    return JmsErrors.unchecked(consumer::receiveNoWait);
  }

  @Override
  public void close() {
    JmsErrors.unchecked(consumer::close);
  }

  @Override
  public <T> T receiveBody(Class<T> type) {
    return JmsErrors.unchecked(() -> consumer.receiveBody(type, 0));
  }

  @Override
  public <T> T receiveBody(Class<T> type, long timeoutMillis) {
    return JmsErrors.unchecked(() -> consumer.receiveBody(type, timeoutMillis));
  }

  @Override
  public <T> T receiveBodyNoWait(Class<T> type) {
    return JmsErrors.unchecked(() -> consumer.receiveBodyNoWait(type));
  }
}
