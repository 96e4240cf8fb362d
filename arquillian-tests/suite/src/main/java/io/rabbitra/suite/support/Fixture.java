package io.rabbitra.suite.support;

import static org.awaitility.Awaitility.await;

import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.RabbitBroker;
import io.rabbitra.it.client.JmsApplication;
import io.rabbitra.it.client.Server;
import io.rabbitra.it.jms.Reference;
import io.rabbitra.suite.container.Environment;
import java.time.Duration;
import java.util.List;

/** What tests ask of the server and the broker. */
public final class Fixture {

  /** For what a server or a broker does on a machine that others use too. */
  public static final Duration LIMIT = Duration.ofSeconds(60);

  private static final Duration ON_DISK = Duration.ofSeconds(3);

  private final Environment environment = Environment.current();
  private final Server server =
      new Server(
          environment.server().uri(), Archives.lookup(environment.server(), Reference.POOLED));
  private final BrokerAdmin admin = new BrokerAdmin(environment.broker());

  /** When the last queue was declared. */
  private long declared = System.nanoTime();

  /** The probe. */
  public Server probe() {
    return server;
  }

  public RabbitBroker broker() {
    return environment.broker();
  }

  public BrokerAdmin admin() {
    return admin;
  }

  /** The war of checks. */
  public JmsApplication jms() {
    return new JmsApplication(environment.server().uri());
  }

  /** Empty queues of these names, and no events. */
  public void freshQueues(String... queues) throws Exception {
    for (String queue : queues) {
      admin.deleteQueue(queue);
      admin.declareQueue(queue);
    }
    declared = System.nanoTime();
    server.clear();
  }

  /**
   * Kills the broker when it has all queues of {@link #freshQueues} on disk. RabbitMQ 3.10 writes
   * what is declared within two seconds, and says so before.
   */
  public void killBroker() {
    await().atMost(LIMIT).until(() -> System.nanoTime() - declared > ON_DISK.toNanos());
    environment.broker().kill();
  }

  public void awaitEndpoint(String bean, String state) {
    await().atMost(LIMIT).until(() -> endpoint(bean).contains(" " + state + " "));
  }

  public void awaitConsumers(String queue, int count) {
    await().atMost(LIMIT).until(() -> admin.consumers(queue) == count);
  }

  /** Name, state, cancellations and reactivations; {@code none} if there is none. */
  public String endpoint(String bean) throws Exception {
    return server.endpoints().stream()
        .filter(line -> line.startsWith(bean))
        .findFirst()
        .orElse("none");
  }

  /** Returns when the beans have reported all of these, first words only. */
  public void awaitBodies(List<String> bodies) {
    await().atMost(LIMIT).until(() -> server.bodies().containsAll(bodies));
  }

  /** Returns when the queue has nothing, neither ready nor unacknowledged. */
  public void awaitSettled(String queue) {
    await()
        .atMost(LIMIT)
        .until(() -> admin.unackedMessages(queue) == 0 && admin.readyMessages(queue) == 0);
  }

  /** The connections of message-driven beans. */
  public long beanConnections() {
    return admin.connections().stream().filter(each -> each.name().contains(" mdb ")).count();
  }

  public static String[] numbered(String prefix, int count) {
    String[] bodies = new String[count];
    for (int i = 0; i < count; i++) {
      bodies[i] = prefix + i;
    }
    return bodies;
  }
}
