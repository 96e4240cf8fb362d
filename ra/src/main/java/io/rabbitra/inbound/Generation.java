package io.rabbitra.inbound;

import io.rabbitra.amqp.AmqpConnection;
import io.rabbitra.amqp.BrokerException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * What one activation of an endpoint holds: the consumer sessions of one connection.
 *
 * <p>The first sign of a loss, from whichever consumer, stops every session at once, on the event
 * loop that saw it, so that nothing is delivered once a cancel has been seen; only the first is
 * reported. Sessions are added by the attempt that opens the generation, before anybody else sees
 * it.
 */
final class Generation implements ConsumerSession.Losses {

  private final String queue;
  private final AmqpConnection connection;
  private final Consumer<String> onLost;
  private final AtomicBoolean lost = new AtomicBoolean();
  private final List<ConsumerSession> sessions = new ArrayList<>();

  /**
   * @param onLost takes the reason; must not block
   */
  Generation(String queue, AmqpConnection connection, Consumer<String> onLost) {
    this.queue = queue;
    this.connection = connection;
    this.onLost = onLost;
  }

  AmqpConnection connection() {
    return connection;
  }

  void add(ConsumerSession session) {
    synchronized (sessions) {
      sessions.add(session);
    }
  }

  void open() {
    if (!lost.get()) {
      snapshot().forEach(ConsumerSession::open);
    }
  }

  @Override
  public void cancelled() {
    lose("the broker cancelled the consumer of queue '" + queue + "'");
  }

  @Override
  public void closed(BrokerException failure) {
    lose(failure.getMessage());
  }

  /** Stops every session and reports the loss, unless another sign of it was first. */
  void lose(String reason) {
    if (lost.compareAndSet(false, true)) {
      snapshot().forEach(ConsumerSession::stop);
      onLost.accept(reason);
    }
  }

  /** Stops every session. Afterwards nothing of this generation is reported as lost. */
  void stop() {
    lost.set(true);
    snapshot().forEach(ConsumerSession::stop);
  }

  /**
   * Ends the consumers, so that the broker sends no more, and hands back what no bean has seen.
   * Blocks for the broker's answers.
   */
  void giveBack() {
    for (ConsumerSession session : snapshot()) {
      session.cancelConsumer();
    }
    snapshot().forEach(ConsumerSession::giveBack);
  }

  /** Completes when no delivery is under way. */
  CompletableFuture<Void> idle() {
    return CompletableFuture.allOf(
        snapshot().stream().map(ConsumerSession::idle).toArray(CompletableFuture<?>[]::new));
  }

  long busySessions() {
    return snapshot().stream().filter(session -> !session.idle().isDone()).count();
  }

  /** Closes the channels and releases the bean instances. Bounded. */
  void close() {
    snapshot().forEach(ConsumerSession::close);
  }

  private List<ConsumerSession> snapshot() {
    synchronized (sessions) {
      return List.copyOf(sessions);
    }
  }
}
