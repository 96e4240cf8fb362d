package io.rabbitra.it.support;

import static org.awaitility.Awaitility.await;

import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.RabbitBroker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.as.arquillian.container.ManagementClient;
import org.jboss.as.controller.client.helpers.Operations;
import org.jboss.dmr.ModelNode;

/**
 * Makes faults in a random order that a seed repeats: every kind once, then every kind once more in
 * another order, and so on. Each call makes one and mends it.
 */
public final class Faults {

  /** When a fault began and when it was mended, in milliseconds since the epoch. */
  public record Made(Kind kind, long from, long to) {}

  /** What can go wrong. */
  public enum Kind {
    DELETE_QUEUE,
    KILL_BROKER,
    FREEZE_BROKER,
    CLOSE_CONNECTIONS,
    MEMORY_ALARM,
    SATURATE_WORK_MANAGER,
    STOP_DELIVERY,
    REDEPLOY
  }

  /** Longer than the adapter of the tests takes to notice: twice its heartbeat of 2 s. */
  private static final int FREEZE_MILLIS = 5500;

  private static final int SHORT_MILLIS = 2500;

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final String DELETED = "chaos.deleted";

  private final Random random;
  private final RabbitBroker broker;
  private final BrokerAdmin admin;
  private final Deployer deployer;
  private final ManagementClient management;
  private final ChaosApplication application;
  private final Deque<Kind> deck = new ArrayDeque<>();
  private final List<Made> made = new ArrayList<>();

  /** When the deleted queue was there again. */
  private long declared = System.nanoTime();

  public Faults(
      long seed,
      RabbitBroker broker,
      Deployer deployer,
      ManagementClient management,
      ChaosApplication application) {
    this.random = new Random(seed);
    this.broker = broker;
    this.admin = new BrokerAdmin(broker);
    this.deployer = deployer;
    this.management = management;
    this.application = application;
  }

  /** Makes the next fault, mends it and returns. */
  public void next() throws Exception {
    if (deck.isEmpty()) {
      List<Kind> kinds = new ArrayList<>(Arrays.asList(Kind.values()));
      Collections.shuffle(kinds, random);
      deck.addAll(kinds);
    }
    Kind kind = deck.remove();
    long from = System.currentTimeMillis();
    make(kind);
    made.add(new Made(kind, from, System.currentTimeMillis()));
    // What comes after it is random as well: sometimes the next one finds everybody recovering.
    TimeUnit.MILLISECONDS.sleep(random.nextInt(1500));
  }

  public List<Made> made() {
    return made;
  }

  private void make(Kind kind) throws Exception {
    switch (kind) {
      case DELETE_QUEUE -> deleteQueue();
      case KILL_BROKER -> {
        awaitDeclarationOnDisk();
        broker.kill();
        broker.start();
      }
      case FREEZE_BROKER -> {
        broker.freeze();
        try {
          TimeUnit.MILLISECONDS.sleep(FREEZE_MILLIS);
        } finally {
          broker.resume();
        }
      }
      case CLOSE_CONNECTIONS -> admin.closeAllConnections();
      case MEMORY_ALARM -> {
        admin.raiseMemoryAlarm();
        try {
          TimeUnit.MILLISECONDS.sleep(SHORT_MILLIS);
        } finally {
          admin.clearMemoryAlarm();
        }
      }
      case SATURATE_WORK_MANAGER -> application.saturate(SHORT_MILLIS);
      case STOP_DELIVERY -> {
        delivery("stop-delivery");
        TimeUnit.MILLISECONDS.sleep(random.nextInt(1000));
        delivery("start-delivery");
      }
      case REDEPLOY -> {
        deployer.undeploy("beans");
        deployer.deploy("beans");
      }
    }
  }

  /** What is in a queue goes with it; so first everything that was sent to it is processed. */
  private void deleteQueue() throws Exception {
    application.stop(DELETED);
    await().atMost(LIMIT).until(() -> application.live(DELETED) == 0);
    await()
        .atMost(LIMIT)
        .ignoreExceptions()
        .until(() -> admin.readyMessages(DELETED) + admin.unackedMessages(DELETED) == 0);
    admin.deleteQueue(DELETED);
    await().atMost(LIMIT).ignoreExceptions().until(() -> admin.queueExists(DELETED));
    declared = System.nanoTime();
    application.start(DELETED, false);
  }

  /** RabbitMQ 3.10 has a new queue on disk up to two seconds after it said so. */
  private void awaitDeclarationOnDisk() {
    await()
        .pollDelay(Duration.ZERO)
        .until(() -> System.nanoTime() - declared > TimeUnit.SECONDS.toNanos(3));
  }

  private void delivery(String operation) throws Exception {
    for (String bean : List.of("AutoMdb", "ForwardingMdb", "SinkMdb", "DeletedMdb")) {
      ModelNode address =
          Operations.createAddress(
              "deployment", "chaos-beans.war", "subsystem", "ejb3", "message-driven-bean", bean);
      AdapterSetup.execute(management, Operations.createOperation(operation, address));
    }
  }
}
