package io.rabbitra.inbound;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.TextMessage;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A bean that throws what a test wants and remembers how each message looked to it. */
final class FailingBean implements MessageListener {

  record Seen(
      String text,
      int count,
      boolean redelivered,
      String destination,
      long expiration,
      List<String> properties,
      Instant time) {}

  private final List<Seen> seen = new CopyOnWriteArrayList<>();

  /** Null where the bean is to succeed. */
  private volatile Function<Seen, RuntimeException> failure;

  FailingBean(Function<Seen, RuntimeException> failure) {
    this.failure = failure;
  }

  static FailingBean always() {
    return new FailingBean(message -> new IllegalStateException("the bean fails"));
  }

  static FailingBean always(RuntimeException thrown) {
    return new FailingBean(message -> thrown);
  }

  /** From now on every message is fine. */
  void recover() {
    failure = message -> null;
  }

  List<Seen> seen() {
    return seen;
  }

  List<Integer> counts() {
    return seen.stream().map(Seen::count).toList();
  }

  @Override
  public void onMessage(Message message) {
    Seen now;
    try {
      now =
          new Seen(
              ((TextMessage) message).getText(),
              message.getIntProperty("JMSXDeliveryCount"),
              message.getJMSRedelivered(),
              String.valueOf(message.getJMSDestination()),
              message.getJMSExpiration(),
              Collections.list(message.getPropertyNames()),
              Instant.now());
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
    seen.add(now);
    RuntimeException thrown = failure.apply(now);
    if (thrown != null) {
      throw thrown;
    }
  }
}
