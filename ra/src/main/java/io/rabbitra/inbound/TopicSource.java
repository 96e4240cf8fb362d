package io.rabbitra.inbound;

import io.rabbitra.amqp.AmqpConnection;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.destination.RabbitTopic;
import io.rabbitra.topology.QueueDeclarations;
import io.rabbitra.topology.SubscriptionConflictException;
import io.rabbitra.topology.SubscriptionSpec;
import io.rabbitra.topology.Subscriptions;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A subscription to a topic, each session with a consumer of its queue. The first of them begin
 * while the subscription is locked, so that nobody else can take it, or let it expire, in between.
 *
 * <p>The queue of a non-durable one belongs to the connection of the endpoint and ends with it:
 * what came between two generations of one connection is not lost.
 */
final class TopicSource implements Source {

  private final SubscriptionSpec spec;
  private final MissingQueue missing;
  private final Consumers consumers;

  /**
   * The queue of a non-durable subscription that was consumed from.
   *
   * @param connection the only one that may
   */
  private record Kept(AmqpConnection connection, String queue) {}

  /** Null if there is none. Touched by one attempt after the other. */
  private volatile Kept kept;

  /**
   * @param missing what is done when the exchange does not exist
   */
  TopicSource(SubscriptionSpec spec, MissingQueue missing, Consumers consumers) {
    this.spec = spec;
    this.missing = missing;
    this.consumers = consumers;
  }

  /**
   * {@inheritDoc}
   *
   * @throws BrokerException also {@code RESOURCE_LOCKED}: another use of the subscription forbids
   *     this one
   */
  @Override
  public Consumption open(AmqpConnection connection, Start first) throws BrokerException {
    try {
      if (spec.topic() instanceof RabbitTopic topic) {
        QueueDeclarations.ensure(connection, topic);
      }
      return subscribe(connection, first);
    } catch (BrokerException e) {
      if (missing != MissingQueue.DECLARE
          || !MissingQueue.isMissing(e)
          || !(spec.topic() instanceof RabbitTopic topic)) {
        throw e;
      }
      QueueDeclarations.declare(connection, topic);
      return subscribe(connection, first);
    }
  }

  @Override
  public String describe() {
    return "the " + spec;
  }

  private Consumption subscribe(AmqpConnection connection, Start first) throws BrokerException {
    Kept before = kept;
    if (before != null
        && before.connection() == connection
        && Subscriptions.resume(connection, spec, before.queue())) {
      Consumption again = new ChannelConsumption(connection, before.queue(), consumers);
      first.with(again);
      return again;
    }
    kept = null;
    AtomicReference<Consumption> opened = new AtomicReference<>();
    AtomicReference<String> made = new AtomicReference<>();
    boolean subscribed = false;
    try {
      Subscriptions.open(
          connection,
          spec,
          queue -> {
            made.set(queue);
            opened.set(new ChannelConsumption(connection, queue, consumers));
            first.with(opened.get());
          });
      subscribed = true;
      if (spec.kind() == SubscriptionSpec.Kind.NON_DURABLE) {
        kept = new Kept(connection, made.get());
      }
      return opened.get();
    } catch (SubscriptionConflictException e) {
      throw new BrokerException(BrokerException.Kind.RESOURCE_LOCKED, e.getMessage(), e);
    } finally {
      if (!subscribed && made.get() != null) {
        end(connection, made.get());
      }
    }
  }

  /** Nothing was delivered of it yet. */
  private void end(AmqpConnection connection, String queue) {
    if (!connection.isOpen()) {
      return;
    }
    try {
      Subscriptions.end(connection, spec, queue);
    } catch (BrokerException e) {
      ConsumerSession.LOG.log(
          Level.DEBUG, "The queue of a subscription is gone already: {0}", e.getMessage());
    }
  }
}
