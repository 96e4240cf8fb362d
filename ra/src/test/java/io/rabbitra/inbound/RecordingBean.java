package io.rabbitra.inbound;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.TextMessage;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/** A bean that remembers its calls, and can be made slow, failing or stuck. */
final class RecordingBean implements MessageListener {

  record Call(String text, boolean redelivered, Instant began, Thread thread) {}

  private final List<Call> began = new CopyOnWriteArrayList<>();
  private final List<String> finished = new CopyOnWriteArrayList<>();
  private final long millis;
  private volatile int failures;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  RecordingBean() {
    this(0);
  }

  /**
   * @param millis how long a call works
   */
  RecordingBean(long millis) {
    this.millis = millis;
  }

  /** The next calls throw. */
  void failNext(int calls) {
    failures = calls;
  }

  /** Calls do not return until the latch is open. */
  CountDownLatch block() {
    gate = new CountDownLatch(1);
    return gate;
  }

  /** Calls that begin from now on return again; those that wait still do. */
  void open() {
    gate = new CountDownLatch(0);
  }

  List<Call> began() {
    return began;
  }

  List<String> finished() {
    return finished;
  }

  Set<String> texts() {
    return began.stream().map(Call::text).collect(Collectors.toSet());
  }

  @Override
  public void onMessage(Message message) {
    try {
      String text = ((TextMessage) message).getText();
      began.add(new Call(text, message.getJMSRedelivered(), Instant.now(), Thread.currentThread()));
      fail();
      gate.await();
      if (millis > 0) {
        // The work of the bean.
        Thread.sleep(millis);
      }
      finished.add(text);
    } catch (JMSException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private synchronized void fail() {
    if (failures > 0) {
      failures--;
      throw new IllegalStateException("the bean fails");
    }
  }
}
