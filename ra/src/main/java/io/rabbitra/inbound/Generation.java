package io.rabbitra.inbound;

import io.rabbitra.amqp.AmqpConnection;
import io.rabbitra.amqp.BrokerException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What one activation of an endpoint holds: the consumer sessions of one connection.
 *
 * <p>The first sign of a loss, from whichever consumer, stops every session at once, on the event
 * loop that saw it, so that nothing is delivered once a cancel has been seen; only the first is
 * reported. A generation that is lost or stopped gets no more sessions: one that is just being
 * added is let go of by whoever adds it. Thread-safe.
 */
final class Generation implements ConsumerSession.Losses, Neighbours, Elasticity.Sessions {

  /** Makes the sessions of one endpoint. */
  @FunctionalInterface
  interface SessionFactory {
    ConsumerSession make(ConsumerSession.Losses losses, Neighbours neighbours);
  }

  private final String source;
  private final AmqpConnection connection;
  private final SessionLimits limits;
  private final boolean sharing;
  private final SessionFactory factory;
  private final Elasticity elasticity;
  private final Consumer<String> onLost;
  private final AtomicBoolean lost = new AtomicBoolean();
  private final List<ConsumerSession> sessions = new CopyOnWriteArrayList<>();

  /** Whether a session was seen stuck; spares the others, until then, to look at each other. */
  private volatile boolean stuck;

  /** Null until the attempt that opens the generation has it. */
  private volatile Consumption consumption;

  /**
   * @param source for people
   * @param sharing whether a session may take what waits in another, and more sessions would help;
   *     false where the order of all messages matters
   * @param onLost takes the reason; must not block
   */
  Generation(
      String source,
      AmqpConnection connection,
      SessionLimits limits,
      boolean sharing,
      SessionFactory factory,
      Function<Elasticity.Sessions, Elasticity> elasticity,
      Consumer<String> onLost) {
    this.source = source;
    this.connection = connection;
    this.limits = limits;
    this.sharing = sharing;
    this.factory = factory;
    this.elasticity = elasticity.apply(this);
    this.onLost = onLost;
  }

  AmqpConnection connection() {
    return connection;
  }

  /**
   * Begins to consume with as many sessions as there are always. By the attempt that opens the
   * generation; again if the queue went away meanwhile.
   */
  void begin(Consumption opened, BooleanSupplier unwanted) throws BrokerException {
    sessions.forEach(ConsumerSession::close);
    sessions.clear();
    for (int i = 0; i < limits.min() && !unwanted.getAsBoolean(); i++) {
      ConsumerSession session = newSession();
      sessions.add(session);
      session.consume(opened);
    }
  }

  void consumes(Consumption opened) {
    consumption = opened;
  }

  void open() {
    if (!lost.get()) {
      sessions.forEach(ConsumerSession::open);
      if (sharing) {
        elasticity.start();
      }
    }
  }

  @Override
  public void cancelled() {
    lose("the broker cancelled the consumer of " + source);
  }

  @Override
  public void closed(BrokerException failure) {
    lose(failure.getMessage());
  }

  /** Stops every session and reports the loss, unless another sign of it was first. */
  void lose(String reason) {
    if (lost.compareAndSet(false, true)) {
      elasticity.stop();
      sessions.forEach(ConsumerSession::stop);
      onLost.accept(reason);
    }
  }

  /** Stops every session. Afterwards nothing of this generation is reported as lost. */
  void stop() {
    lost.set(true);
    elasticity.stop();
    sessions.forEach(ConsumerSession::stop);
  }

  /**
   * Ends the consumers, so that the broker sends no more, and hands back what no bean has seen;
   * where only a close can do that in order, it is left to {@link #close} if a bean works. Blocks
   * for the broker's answers.
   */
  void giveBack() {
    sessions.forEach(ConsumerSession::cancelConsumer);
    sessions.forEach(ConsumerSession::giveBack);
  }

  /** Completes when no delivery is under way. */
  CompletableFuture<Void> idle() {
    return CompletableFuture.allOf(
        sessions.stream().map(ConsumerSession::idle).toArray(CompletableFuture<?>[]::new));
  }

  long unfinishedSessions() {
    return sessions.stream().filter(session -> !session.idle().isDone()).count();
  }

  /** Closes the channels and releases the bean instances. Bounded. */
  void close() {
    sessions.forEach(ConsumerSession::close);
    Consumption toClose = consumption;
    if (toClose != null) {
      toClose.close();
    }
  }

  @Override
  public int size() {
    return (int) sessions.stream().filter(session -> !session.isStopped()).count();
  }

  @Override
  public int working() {
    return (int) sessions.stream().filter(ConsumerSession::isWorking).count();
  }

  @Override
  public boolean haveWaiting() {
    return (elastic() || stuck) && sessions.stream().anyMatch(s -> shares(s) && s.hasWaiting());
  }

  @Override
  public void share() {
    stuck = stuck || sessions.stream().anyMatch(ConsumerSession::isStuck);
    if (haveWaiting()) {
      sessions.forEach(ConsumerSession::help);
    }
  }

  @Override
  public Taken take() {
    for (ConsumerSession session : sessions) {
      Taken taken = shares(session) ? session.take() : null;
      if (taken != null) {
        return taken;
      }
    }
    return null;
  }

  @Override
  public boolean add() throws BrokerException {
    Consumption from = consumption;
    if (lost.get() || from == null) {
      return false;
    }
    ConsumerSession session = newSession();
    sessions.add(session);
    try {
      session.consume(from);
    } catch (BrokerException | RuntimeException | Error e) {
      session.stop();
      session.close();
      sessions.remove(session);
      if (lost.get() || !connection.isOpen()) {
        return false;
      }
      throw e;
    }
    if (lost.get()) {
      // Whoever let go of the generation may have done so before there was a channel.
      letGo(session);
      return false;
    }
    session.open();
    return true;
  }

  @Override
  public void removeIdle(int count) {
    int left = count;
    for (int i = sessions.size() - 1; i >= 0 && left > 0; i--) {
      ConsumerSession session = sessions.get(i);
      if (session.stopIfIdle()) {
        letGo(session);
        sessions.remove(session);
        left--;
      }
    }
  }

  private static void letGo(ConsumerSession session) {
    session.stop();
    session.cancelConsumer();
    session.close();
  }

  private ConsumerSession newSession() {
    return factory.make(this, sharing && limits.max() > 1 ? this : Neighbours.NONE);
  }

  private boolean elastic() {
    return limits.min() < limits.max();
  }

  private boolean shares(ConsumerSession session) {
    return elastic() || session.isStuck();
  }
}
