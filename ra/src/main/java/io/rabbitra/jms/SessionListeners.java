package io.rabbitra.jms;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageListener;
import java.util.List;

/**
 * The message listeners of one session: those of its consumers, or one of its own that a
 * ServerSession runs. It has never both (Jakarta Messaging 3.1, section 10.2). Thread-safe.
 */
final class SessionListeners {

  private final SessionConsumers consumers;
  private final Dispatcher dispatcher;
  private final ServerWork serverWork = new ServerWork();

  SessionListeners(SessionConsumers consumers, Dispatcher dispatcher) {
    this.consumers = consumers;
    this.dispatcher = dispatcher;
  }

  boolean ofConsumers() {
    return !consumers.listening().isEmpty();
  }

  /** A consumer's listener may have something to do. Does not block. */
  void wake() {
    dispatcher.wake();
  }

  /** The connection was started or stopped: everybody who waits looks again. */
  void startedOrStopped(boolean started) {
    List<RabbitConsumer> toWake = consumers.all();
    toWake.forEach(RabbitConsumer::wake);
    if (started && toWake.stream().anyMatch(RabbitConsumer::hasListener)) {
      dispatcher.wake();
    }
  }

  /** No listener of a consumer is called again. */
  void close() {
    dispatcher.close();
  }

  /** Waits until no listener runs; returns at once in one of them. */
  void awaitQuiet() {
    dispatcher.awaitQuiet();
    serverWork.awaitQuiet();
  }

  /** Waits until the listener of one consumer does not run; returns at once in a listener. */
  void awaitQuiet(RabbitConsumer consumer) {
    dispatcher.awaitQuiet(consumer);
  }

  /**
   * @throws IllegalStateException called by one of them
   */
  void refuseInListener(String method) throws IllegalStateException {
    dispatcher.refuseInListener(method);
    if (serverWork.isCaller()) {
      throw new IllegalStateException(method + " must not be called by the session's own listener");
    }
  }

  /** Null if the session has none of its own. */
  MessageListener own() {
    return serverWork.listener();
  }

  void setOwn(MessageListener listener) throws IllegalStateException {
    if (listener != null && ofConsumers()) {
      throw new IllegalStateException("a consumer of the session has a message listener");
    }
    serverWork.listen(listener);
  }

  void refuseIfOwn() throws IllegalStateException {
    if (serverWork.listener() != null) {
      throw new IllegalStateException("the session has a message listener of its own");
    }
  }

  /** What {@link #runOwn} works with. */
  void load(List<Taken> messages) {
    serverWork.load(messages);
  }

  void runOwn(ServerWork.Delivery delivery) throws JMSException {
    serverWork.run(delivery);
  }

  /** What was loaded and no listener got goes back. */
  void giveBackLoaded() throws JMSException {
    serverWork.giveBack();
  }
}
