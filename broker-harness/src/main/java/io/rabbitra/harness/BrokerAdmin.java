package io.rabbitra.harness;

import com.fasterxml.jackson.jr.ob.JSON;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * Looks into a broker and changes it from outside, independent of the code under test.
 *
 * <p>Every call opens and closes a connection of its own, or runs {@code rabbitmqctl}, so that it
 * works at once after a restart. Calls that need {@code rabbitmqctl} throw {@link
 * UnsupportedOperationException} on a broker named by its URI. All of them throw {@link
 * BrokerException} if the broker refuses or cannot be reached. Thread-safe.
 */
public final class BrokerAdmin {

  static final String MEMORY_WATERMARK = "0.4";

  private static final long CONFIRM_MILLIS = 30_000;
  private static final int NOT_FOUND = 404;

  private final RabbitBroker broker;

  /** An administrator of the broker's virtual host. */
  public BrokerAdmin(RabbitBroker broker) {
    this.broker = broker;
  }

  /** {@code queue.declare} of a durable classic queue. */
  public void declareQueue(String queue) {
    declareQueue(queue, Map.of());
  }

  /** {@code queue.declare} of a durable queue with arguments, for example {@code x-queue-type}. */
  public void declareQueue(String queue, Map<String, Object> arguments) {
    onChannel(channel -> channel.queueDeclare(queue, true, false, false, arguments));
  }

  /** {@code queue.delete}; its consumers are cancelled. */
  public void deleteQueue(String queue) {
    onChannel(channel -> channel.queueDelete(queue));
  }

  /** {@code queue.purge}: removes the ready messages. */
  public void purgeQueue(String queue) {
    onChannel(channel -> channel.queuePurge(queue));
  }

  /** {@code exchange.delete}. */
  public void deleteExchange(String exchange) {
    onChannel(channel -> channel.exchangeDelete(exchange));
  }

  /** {@code exchange.declare} of a durable exchange. */
  public void declareExchange(String exchange, BuiltinExchangeType type) {
    onChannel(channel -> channel.exchangeDeclare(exchange, type, true));
  }

  /** {@code queue.bind}. */
  public void bindQueue(String queue, String exchange, String routingKey) {
    onChannel(channel -> channel.queueBind(queue, exchange, routingKey));
  }

  /** Whether the queue exists, by a passive declare. */
  public boolean queueExists(String queue) {
    return declared(queue).isPresent();
  }

  /** Ready messages, by a passive declare. */
  public long readyMessages(String queue) {
    return existing(queue).getMessageCount();
  }

  /** Consumers, by a passive declare. */
  public int consumers(String queue) {
    return existing(queue).getConsumerCount();
  }

  /** Messages delivered and not acknowledged, by {@code rabbitmqctl}. */
  public long unackedMessages(String queue) {
    return queues().stream()
        .filter(info -> info.name().equals(queue))
        .findFirst()
        .orElseThrow(() -> new BrokerException("no queue " + queue))
        .unacked();
  }

  /** All queues of the virtual host {@code /}, by {@code rabbitmqctl}. */
  public List<QueueInfo> queues() {
    List<QueueInfo> queues = new ArrayList<>();
    for (Map<?, ?> row :
        list("list_queues", "name", "messages_ready", "messages_unacknowledged", "consumers")) {
      queues.add(
          new QueueInfo(
              text(row, "name"),
              number(row, "messages_ready"),
              number(row, "messages_unacknowledged"),
              (int) number(row, "consumers")));
    }
    return queues;
  }

  /** The consumers of one queue, by {@code rabbitmqctl}. */
  public List<ConsumerInfo> consumersOf(String queue) {
    return list("list_consumers", "queue_name", "consumer_tag", "prefetch_count", "arguments")
        .stream()
        .filter(row -> text(row, "queue_name").equals(queue))
        .map(
            row ->
                new ConsumerInfo(
                    text(row, "consumer_tag"),
                    (int) number(row, "prefetch_count"),
                    text(row, "arguments")))
        .toList();
  }

  /** Publishes persistent text messages through the default exchange and awaits their confirms. */
  public void publish(String queue, String... bodies) {
    publish("", queue, MessageProperties.PERSISTENT_TEXT_PLAIN, bodies);
  }

  /** Publishes messages with the given properties and awaits their confirms. */
  public void publish(
      String exchange, String routingKey, AMQP.BasicProperties properties, String... bodies) {
    onChannel(
        channel -> {
          channel.confirmSelect();
          for (String body : bodies) {
            channel.basicPublish(
                exchange, routingKey, properties, body.getBytes(StandardCharsets.UTF_8));
          }
          channel.waitForConfirmsOrDie(CONFIRM_MILLIS);
          return null;
        });
  }

  /** Takes all that is ready, in order: the bodies as text. */
  public List<String> takeAll(String queue) {
    return onChannel(
        channel -> {
          List<String> bodies = new ArrayList<>();
          GetResponse next = channel.basicGet(queue, true);
          while (next != null) {
            bodies.add(new String(next.getBody(), StandardCharsets.UTF_8));
            next = channel.basicGet(queue, true);
          }
          return bodies;
        });
  }

  /** {@code basic.get} with automatic acknowledgement: takes one message, if one is ready. */
  public Optional<GetResponse> get(String queue) {
    return Optional.ofNullable(onChannel(channel -> channel.basicGet(queue, true)));
  }

  /** All connections but those of the harness itself, by {@code rabbitmqctl}. */
  public List<ConnectionInfo> connections() {
    List<ConnectionInfo> connections = new ArrayList<>();
    for (Map<?, ?> row :
        list(
            "list_connections",
            "name",
            "user",
            "vhost",
            "state",
            "channels",
            "timeout",
            "client_properties")) {
      String name = connectionName(row);
      if (!name.equals(AmqpProbe.CONNECTION_NAME)) {
        connections.add(
            new ConnectionInfo(
                name,
                text(row, "name"),
                text(row, "user"),
                text(row, "vhost"),
                text(row, "state"),
                (int) number(row, "channels"),
                (int) number(row, "timeout")));
      }
    }
    return connections;
  }

  /** The broker closes all connections with {@code connection.close} 320. */
  public void closeAllConnections() {
    broker.ctl("close_all_connections", "closed by a test");
  }

  /** The broker closes the connections of that {@code connection_name} with 320. */
  public void closeConnections(String name) {
    List<String> addresses =
        connections().stream()
            .filter(connection -> connection.name().equals(name))
            .map(ConnectionInfo::address)
            .toList();
    // Process ids in JSON are not the ones that rabbitmqctl takes.
    broker
        .ctl("list_connections", "name", "pid", "--no-table-headers")
        .lines()
        .map(line -> line.split("\t", 2))
        .filter(columns -> addresses.contains(columns[0]))
        .forEach(columns -> broker.ctl("close_connection", columns[1], "closed by a test"));
  }

  /** Raises the memory alarm: publishing connections get {@code connection.blocked}. */
  public void raiseMemoryAlarm() {
    broker.ctl("set_vm_memory_high_watermark", "0");
  }

  /** Ends the memory alarm: blocked connections get {@code connection.unblocked}. */
  public void clearMemoryAlarm() {
    broker.ctl("set_vm_memory_high_watermark", MEMORY_WATERMARK);
  }

  /** A user who may do everything in the virtual host {@code /}. */
  public void addUser(String user, String password) {
    broker.ctl("add_user", user, password);
    setPermissions("/", user, ".*", ".*", ".*");
  }

  /** Changes the password; connections that are open stay open. */
  public void changePassword(String user, String password) {
    broker.ctl("change_password", user, password);
  }

  /** Regular expressions of the resources that the user may configure, write and read. */
  public void setPermissions(
      String virtualHost, String user, String configure, String write, String read) {
    broker.ctl("set_permissions", "-p", virtualHost, user, configure, write, read);
  }

  /** Deletes the user; RabbitMQ closes the user's connections. */
  public void deleteUser(String user) {
    broker.ctl("delete_user", user);
  }

  /** A virtual host in which guest may do everything. */
  public void addVirtualHost(String virtualHost) {
    broker.ctl("add_vhost", virtualHost);
    setPermissions(virtualHost, "guest", ".*", ".*", ".*");
  }

  /** Deletes the virtual host; RabbitMQ closes its connections. */
  public void deleteVirtualHost(String virtualHost) {
    broker.ctl("delete_vhost", virtualHost);
  }

  private AMQP.Queue.DeclareOk existing(String queue) {
    return declared(queue).orElseThrow(() -> new BrokerException("no queue " + queue));
  }

  private Optional<AMQP.Queue.DeclareOk> declared(String queue) {
    return onChannel(
        channel -> {
          try {
            return Optional.of(channel.queueDeclarePassive(queue));
          } catch (IOException e) {
            if (isNotFound(e)) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  private static boolean isNotFound(IOException e) {
    return e.getCause() instanceof ShutdownSignalException signal
        && signal.getReason() instanceof AMQP.Channel.Close close
        && close.getReplyCode() == NOT_FOUND;
  }

  private List<Map<?, ?>> list(String... command) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of("--formatter", "json"));
    String json = broker.ctl(arguments.toArray(new String[0]));
    try {
      return JSON.std.listFrom(json).stream().<Map<?, ?>>map(row -> (Map<?, ?>) row).toList();
    } catch (IOException e) {
      throw new BrokerException("not a JSON list: " + json, e);
    }
  }

  /** The client properties are a list of triples: name, AMQP type, value. */
  private static String connectionName(Map<?, ?> row) {
    if (row.get("client_properties") instanceof List<?> properties) {
      for (Object property : properties) {
        if (property instanceof List<?> triple && triple.get(0).equals("connection_name")) {
          return String.valueOf(triple.get(2));
        }
      }
    }
    return "";
  }

  private static String text(Map<?, ?> row, String column) {
    return row.get(column) == null ? "" : String.valueOf(row.get(column));
  }

  // RabbitMQ shows an empty string for what it does not know yet.
  private static long number(Map<?, ?> row, String column) {
    return row.get(column) instanceof Number number ? number.longValue() : 0;
  }

  private interface Action<T> {
    T run(Channel channel) throws IOException, InterruptedException, TimeoutException;
  }

  private <T> T onChannel(Action<T> action) {
    try (Connection connection = AmqpProbe.connect(broker.uri())) {
      return action.run(connection.createChannel());
    } catch (IOException | TimeoutException | ShutdownSignalException e) {
      throw new BrokerException(broker + " refused: " + reason(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerException("interrupted while waiting for confirms", e);
    }
  }

  private static String reason(Exception e) {
    return e.getMessage() == null && e.getCause() != null
        ? e.getCause().getMessage()
        : e.getMessage();
  }
}
