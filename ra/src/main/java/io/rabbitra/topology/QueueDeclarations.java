package io.rabbitra.topology;

import io.rabbitra.amqp.AmqpConnection;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.QueueLife;
import io.rabbitra.destination.RabbitQueue;
import io.rabbitra.destination.RabbitTopic;
import io.rabbitra.logging.Loggers;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Applies the property {@code declare} of a destination before it is used, on channels of its own.
 * Every call asks the broker; callers remember what they have ensured. Stateless.
 */
public final class QueueDeclarations {

  private static final System.Logger LOG = Loggers.of(QueueDeclarations.class);

  private interface Declaration {
    void run() throws BrokerException;
  }

  private QueueDeclarations() {}

  /**
   * Nothing for {@code none}. For {@code passive} the queue must exist. For {@code declare} it is
   * declared, durable, and bound if it has an exchange of its own; one that exists with other
   * arguments is used as it is, which is said once.
   *
   * @throws BrokerException {@code NOT_FOUND} if queue or exchange must exist and do not; what the
   *     broker refuses else
   */
  public static void ensure(AmqpConnection connection, RabbitQueue queue) throws BrokerException {
    ensure(connection, queue, List.of());
  }

  /**
   * The same for a queue that is also bound to other exchanges when it is declared.
   *
   * @throws BrokerException {@code NOT_FOUND} if queue or exchange must exist and do not; what the
   *     broker refuses else
   */
  public static void ensure(AmqpConnection connection, RabbitQueue queue, List<Binding> bindings)
      throws BrokerException {
    String name = queue.getQueueName();
    switch (queue.declarePolicy()) {
      case NONE -> {}
      case PASSIVE ->
          connection.onScratchChannel(
              channel -> {
                channel.checkQueue(name);
                return null;
              });
      case DECLARE -> declare(connection, queue, bindings);
    }
  }

  /**
   * Declares the queue whatever its policy is, durable, and binds it; one that exists with other
   * arguments is used as it is, which is said once. Bindings that are there already stay.
   *
   * @throws BrokerException {@code NOT_FOUND} if an exchange does not exist, which it names; what
   *     the broker refuses else
   */
  public static void declare(AmqpConnection connection, RabbitQueue queue, List<Binding> bindings)
      throws BrokerException {
    String name = queue.getQueueName();
    orAsItIs(
        connection,
        "queue " + name,
        () -> declare(connection, name, queue.declareArguments()),
        () -> connection.queueExists(name));
    List<Binding> all = new ArrayList<>(bindings);
    if (!queue.exchange().isEmpty()) {
      all.add(0, new Binding(queue.exchange(), queue.routingKey()));
    }
    if (!all.isEmpty()) {
      connection.onScratchChannel(
          channel -> {
            for (Binding binding : all) {
              channel.bindQueue(name, binding.exchange(), binding.routingKey(), Map.of());
            }
            return null;
          });
    }
  }

  /**
   * The same for the exchange of a topic, which is declared durable and of type topic.
   *
   * @throws BrokerException {@code NOT_FOUND} if it must exist and does not; what the broker
   *     refuses else
   */
  public static void ensure(AmqpConnection connection, RabbitTopic topic) throws BrokerException {
    String exchange = topic.exchange();
    switch (topic.declarePolicy()) {
      case NONE -> {}
      case PASSIVE ->
          connection.onScratchChannel(
              channel -> {
                channel.checkExchange(exchange);
                return null;
              });
      case DECLARE -> declare(connection, topic);
    }
  }

  /** Declares the exchange of a topic, durable and of type topic, whatever its policy is. */
  public static void declare(AmqpConnection connection, RabbitTopic topic) throws BrokerException {
    String exchange = topic.exchange();
    orAsItIs(
        connection,
        "exchange " + exchange,
        () ->
            connection.onScratchChannel(
                channel -> {
                  channel.declareExchange(exchange, "topic", false, false);
                  return null;
                }),
        () -> connection.exchangeExists(exchange));
  }

  private static void declare(
      AmqpConnection connection, String queue, Map<String, Object> arguments)
      throws BrokerException {
    connection.onScratchChannel(
        channel -> {
          channel.declareQueue(queue, QueueLife.DURABLE, arguments);
          return null;
        });
  }

  /** The broker also refuses arguments that it does not understand; then nothing is there. */
  private static void orAsItIs(
      AmqpConnection connection, String what, Declaration declaration, Existence existence)
      throws BrokerException {
    try {
      declaration.run();
    } catch (BrokerException e) {
      if (e.kind() != BrokerException.Kind.PRECONDITION_FAILED || !existence.check()) {
        throw e;
      }
      if (connection.firstMention("declared otherwise: " + what)) {
        LOG.log(
            Level.WARNING,
            () ->
                "The "
                    + what
                    + " exists with other properties than asked for and is used as it is: "
                    + e.getMessage());
      }
    }
  }

  private interface Existence {
    boolean check() throws BrokerException;
  }
}
