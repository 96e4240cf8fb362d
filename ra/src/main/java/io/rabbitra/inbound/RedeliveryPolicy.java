package io.rabbitra.inbound;

import com.rabbitmq.client.AMQP;
import io.rabbitra.amqp.AmqpRuntime;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.Publication;
import io.rabbitra.config.BrokerSettings;
import io.rabbitra.config.SaslMechanism;
import io.rabbitra.destination.DeclarePolicy;
import io.rabbitra.destination.RabbitQueue;
import io.rabbitra.logging.Loggers;
import io.rabbitra.message.RedeliveryHistory;
import io.rabbitra.topology.QueueDeclarations;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Redelivery as the activation and the exceptions of the application want it.
 *
 * <p>Without settings a failed message goes back to its queue, as {@link RequeueOnFailure} does it.
 * With {@code maxRedeliveries} or {@code redeliveryDelay} it is published again to the tail of its
 * queue, through {@link io.rabbitra.topology.Delays} if there is a delay, with the number of
 * failures in a header, and acknowledged when the broker has confirmed the copy. No count of the
 * broker is used: a classic queue has none, and that of a quorum queue also counts what was only
 * buffered when a connection broke.
 *
 * <p>A message that is given up is published to {@code deadLetterQueue} or {@code
 * deadLetterExchange} in the same way, see {@link DeadLetter}; without either it is left to the
 * dead-letter exchange of its queue (basic.reject without requeue).
 *
 * <p>A stream takes nothing back: what failed is delivered again from the prefetched messages,
 * without a delay, counted by its feed as a quorum queue would.
 *
 * <p>What the broker does not take stays unacknowledged and is tried again, see {@link Outlet};
 * nothing is lost, but a message may come twice if a connection breaks before a confirm. A message
 * with the user-id of another user cannot be published again: it goes back to its queue, and a
 * classic queue does not count it. The same holds for all messages while the broker refuses copies
 * to the user of the endpoint (403).
 *
 * <p>Thread-safe.
 */
final class RedeliveryPolicy implements FailurePolicy {

  private static final System.Logger LOG = Loggers.of(RedeliveryPolicy.class);

  /** Between tries to publish, at first; the longest is that of reconnecting. */
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(250);

  private final String name;
  private final RedeliverySettings settings;
  private final RedeliveryRules rules;
  private final DeliveryCounters counters;
  private final String user;

  /** The queue by the activation, for feeds that do not tell: a stream. */
  private final String destination;

  private final PublishingConnection connection;
  private final Outlet again;
  private final Outlet deadLetters;
  private final FailurePolicy requeue = new RequeueOnFailure();
  private final AtomicBoolean saidForeignUser = new AtomicBoolean();

  RedeliveryPolicy(ActivationSettings activation, AmqpRuntime runtime, DeliveryCounters counters) {
    this.name = activation.name();
    this.settings = activation.redelivery();
    this.rules = new RedeliveryRules(settings);
    this.counters = counters;
    this.user = loginOf(activation.broker());
    this.destination =
        activation.source().destination() instanceof RabbitQueue queue ? queue.getQueueName() : "";
    this.connection = new PublishingConnection(runtime, activation.broker(), name);
    this.again =
        new Outlet(
            name + ", redelivery",
            new OutletChannel(connection, open -> open.delays().forget()),
            runtime.threads(),
            backoff(activation.reconnect()),
            counters::redelivered,
            counters::redelivered);
    this.deadLetters =
        new Outlet(
            name + ", dead letters",
            new OutletChannel(connection, preparation(activation)),
            runtime.threads(),
            backoff(activation.reconnect()),
            counters::deadLettered,
            counters::redelivered);
    if (settings.maxRedeliveries() >= 0 && !hasDeadLetterTarget()) {
      LOG.log(
          Level.INFO,
          "Endpoint {0}: maxRedeliveries without deadLetterQueue or deadLetterExchange: the broker"
              + " drops what is given up, unless the queue has a dead-letter exchange",
          name);
    }
  }

  @Override
  public boolean failed(Delivery delivery, Feed feed, Throwable cause) {
    RedeliveryHistory history = RedeliveryHistory.of(delivery.envelope(), delivery.properties());
    boolean copyable = canBePublishedAgain(delivery.properties(), feed);
    long before =
        copyable && !again.isRefusedToUser()
            ? history.failed()
            : Math.max(history.failed(), RedeliveryHistory.countedByBroker(delivery.properties()));
    RedeliveryRules.Decision decision = rules.decide(before + 1, cause);
    switch (decision.action()) {
      case REQUEUE -> requeue(delivery, feed);
      case GIVE_BACK -> tell(() -> feed.giveBack(delivery.tag(), false), counters::redelivered);
      case DEAD_LETTER -> deadLetter(delivery, feed, history, before + 1, cause);
      case PUBLISH_AGAIN -> {
        if (!copyable) {
          requeue(delivery, feed);
          return true;
        }
        publishAgain(delivery, feed, history, decision.delay());
      }
    }
    return decision.pause();
  }

  @Override
  public CompletableFuture<Void> settled() {
    return CompletableFuture.allOf(again.settled(), deadLetters.settled());
  }

  @Override
  public void close() {
    again.close();
    deadLetters.close();
    connection.close();
  }

  private void requeue(Delivery delivery, Feed feed) {
    requeue.failed(delivery, feed, null);
    counters.redelivered();
  }

  private void publishAgain(
      Delivery delivery, Feed feed, RedeliveryHistory before, Duration delay) {
    String queue = feed.queue();
    long now = System.currentTimeMillis();
    RedeliveryHistory history =
        before.afterFailure(delivery.envelope(), delivery.properties(), now);
    if (history.expires() != 0 && history.expires() <= now + delay.toMillis()) {
      // What the broker does with a message that outlives its time in the queue.
      tell(() -> feed.discard(delivery.tag()), counters::deadLettered);
      return;
    }
    again.take(
        new Handover(
            delivery,
            feed,
            (open, brief) -> {
              Publication copy =
                  new Publication(
                      "",
                      queue,
                      true,
                      history.copy(queue, delivery.properties(), System.currentTimeMillis()),
                      delivery.body());
              return delay.isZero() ? copy : open.delays().delayed(copy, delay.toMillis());
            },
            true));
  }

  private void deadLetter(
      Delivery delivery, Feed feed, RedeliveryHistory history, long failed, Throwable cause) {
    if (!hasDeadLetterTarget()) {
      tell(() -> feed.discard(delivery.tag()), counters::deadLettered);
      return;
    }
    boolean toQueue = settings.deadLetterQueue() != null;
    String source = feed.queue() == null ? destination : feed.queue();
    long now = System.currentTimeMillis();
    deadLetters.take(
        new Handover(
            delivery,
            feed,
            (open, brief) ->
                new Publication(
                    toQueue ? "" : settings.deadLetterExchange(),
                    toQueue ? settings.deadLetterQueue() : history.routingKey(),
                    true,
                    DeadLetter.of(
                        delivery.properties(), source, history, failed, cause, now, brief),
                    delivery.body()),
            false));
  }

  private boolean hasDeadLetterTarget() {
    return settings.deadLetterQueue() != null || settings.deadLetterExchange() != null;
  }

  /** RabbitMQ takes a user-id only from that user. */
  private boolean canBePublishedAgain(AMQP.BasicProperties properties, Feed feed) {
    String userId = properties.getUserId();
    if (userId == null || userId.equals(user)) {
      return feed.queue() != null;
    }
    if (saidForeignUser.compareAndSet(false, true)) {
      LOG.log(
          Level.DEBUG,
          "Endpoint {0}: a failed message has the user-id of ''{1}'' and cannot be published again;"
              + " such messages go back to their queue, without a delay",
          name,
          userId);
    }
    return false;
  }

  /** The user is unknown where a certificate says it. */
  private static String loginOf(BrokerSettings broker) {
    return broker.saslMechanism() == SaslMechanism.PLAIN ? broker.userName() : null;
  }

  private static OutletChannel.Preparation preparation(ActivationSettings activation) {
    String target = activation.redelivery().deadLetterQueue();
    boolean declares = activation.source().declarePolicy() == DeclarePolicy.DECLARE;
    boolean ifMissing = activation.source().missingQueue() == MissingQueue.DECLARE;
    if (target == null || !(declares || ifMissing)) {
      return open -> {};
    }
    RabbitQueue queue = new RabbitQueue(target);
    queue.setDeclare("declare");
    return open -> {
      // Who declares only what is missing may lack the permission for the rest.
      if (declares || !open.connection().queueExists(target)) {
        QueueDeclarations.ensure(open.connection(), queue);
      }
    };
  }

  private static Backoff backoff(ReconnectSettings reconnect) {
    return new Backoff(
        new ReconnectSettings(FIRST_BACKOFF, reconnect.max(), 2),
        () -> ThreadLocalRandom.current().nextDouble());
  }

  private interface Telling {
    void run() throws BrokerException;
  }

  private static void tell(Telling telling, Runnable told) {
    try {
      telling.run();
      told.run();
    } catch (BrokerException e) {
      ConsumerSession.LOG.log(
          Level.DEBUG, "The channel of a failed delivery is gone: {0}", e.getMessage());
    }
  }
}
