package io.rabbitra.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import io.rabbitra.amqp.AmqpConnection;
import io.rabbitra.amqp.AmqpRuntime;
import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.Cancellation;
import io.rabbitra.config.BrokerAddress;
import io.rabbitra.config.BrokerSettings;
import io.rabbitra.config.SaslMechanism;
import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.FaultProxy;
import io.rabbitra.harness.RabbitBroker;
import io.rabbitra.work.AdapterThreads;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(BrokerExtension.class)
class QueueScanIT {

  private static final Duration SHORT = Duration.ofSeconds(5);
  private static final Predicate<Found> NONE = Predicate.not(QueueScanIT::all);
  private static final Predicate<Found> ALL = QueueScanIT::all;

  private final RabbitBroker broker;
  private final BrokerAdmin admin;
  private final FaultProxy proxy;
  private final AdapterThreads threads = AdapterThreads.standalone(2);
  private final AmqpRuntime runtime = new AmqpRuntime(threads);
  private final String queue = "scanned-" + UUID.randomUUID();
  private final ExecutorService pool = Executors.newCachedThreadPool();

  QueueScanIT(RabbitBroker broker, BrokerAdmin admin) {
    this.broker = broker;
    this.admin = admin;
    this.proxy = new FaultProxy(broker);
  }

  @AfterEach
  void close() {
    pool.shutdownNow();
    runtime.stop(SHORT);
    threads.stop(SHORT);
    proxy.close();
    admin.deleteQueue(queue);
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "quorum"})
  void takesWhatIsWantedAndLeavesTheRestInOrder(String type) throws Exception {
    declare(type, Map.of());
    admin.publish(queue, numbers(20));
    QueueScan scan = new QueueScan(open(broker.uri()), queue);
    List<Found> found = scan.take(endsWith("3", "7"), 10);
    assertThat(bodies(found)).containsExactly("3", "7", "13", "17");
    assertReady(16);
    assertThat(bodies(scan.take(endsWith("3"), 10))).isEmpty();
    for (Found message : found) {
      scan.ack(message.tag());
    }
    scan.close();
    assertThat(rest())
        .containsExactly(
            "0", "1", "2", "4", "5", "6", "8", "9", "10", "11", "12", "14", "15", "16", "18", "19");
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "quorum"})
  void takesNoMoreThanTheLimitAndFindsTheRestLater(String type) throws Exception {
    declare(type, Map.of());
    admin.publish(queue, numbers(600));
    QueueScan scan = new QueueScan(open(broker.uri()), queue);
    List<String> all = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      for (Found message : scan.take(ALL, 2)) {
        all.add(body(message));
        if (round != 1) {
          scan.ack(message.tag());
        }
      }
    }
    assertThat(all).containsExactly("0", "1", "2", "3", "4", "5");
    await().untilAsserted(() -> assertThat(scan.ready()).isEqualTo(594));
    scan.close();
    await().untilAsserted(() -> assertThat(admin.readyMessages(queue)).isEqualTo(596));
    // A quorum queue puts what comes back later behind what came back before.
    assertThat(rest())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(2, 600)
                .filter(i -> i < 4 || i > 5)
                .mapToObj(Integer::toString)
                .toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "quorum"})
  void readerThatTakesAFewAtATimeGetsAllInOrder(String type) throws Exception {
    declare(type, Map.of());
    admin.publish(queue, numbers(700));
    QueueScan scan = new QueueScan(open(broker.uri()), queue);
    List<String> all = new ArrayList<>();
    while (scan.ready() > 630) {
      List<Found> found = scan.take(endsWith("3"), 7);
      for (Found message : found) {
        all.add(body(message));
        scan.ack(message.tag());
      }
      assertThat(found).isNotEmpty();
    }
    assertThat(all)
        .containsExactlyElementsOf(
            IntStream.range(0, 70).mapToObj(i -> Integer.toString(10 * i + 3)).toList());
    scan.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "quorum"})
  void settlesWhatWasFound(String type) throws Exception {
    String dead = queue + "-dead";
    admin.declareQueue(dead);
    declare(type, Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", dead));
    admin.publish(queue, numbers(4));
    QueueScan scan = new QueueScan(open(broker.uri()), queue);
    List<Found> found = scan.take(ALL, 10);
    scan.ack(found.get(0).tag());
    scan.discard(found.get(1).tag());
    scan.reject(found.get(2).tag());
    scan.giveBack(found.get(3).tag());
    await().untilAsserted(() -> assertThat(admin.readyMessages(dead)).isEqualTo(1));
    assertThat(bodies(scan.look(ALL))).containsExactly("2", "3");
    scan.close();
    admin.deleteQueue(dead);
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "quorum"})
  void browseShowsAllInOrderAndLeavesThemThere(String type) throws Exception {
    // Without a limit, RabbitMQ before 4.0 puts what comes back at the tail.
    declare(type, type.equals("quorum") ? Map.of("x-delivery-limit", 5) : Map.of());
    admin.publish(queue, numbers(1_000));
    QueueScan scan = new QueueScan(open(broker.uri()), queue);
    for (int i = 0; i < 3; i++) {
      assertThat(bodies(scan.look(ALL))).containsExactly(numbers(1_000));
      assertThat(scan.lastReady()).isEqualTo(1_000);
      assertReady(1_000);
    }
    assertThat(bodies(scan.look(endsWith("99")))).hasSize(10);
    scan.close();
    assertThat(rest()).containsExactly(numbers(1_000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "quorum"})
  void whatIsOnItsWayWhenEnoughIsFoundIsGivenBackToo(String type) throws Exception {
    declare(type, Map.of());
    admin.publish(queue, numbers(5_000));
    QueueScan scan = new QueueScan(open(broker.uri()), queue);
    for (int i = 150; i < 170; i++) {
      String wanted = Integer.toString(i);
      List<Found> found = scan.take(message -> body(message).equals(wanted), 1);
      assertThat(bodies(found)).containsExactly(wanted);
      scan.ack(found.get(0).tag());
    }
    await().untilAsserted(() -> assertThat(admin.readyMessages(queue)).isEqualTo(4_980));
    scan.close();
  }

  @Test
  void stoppedRoundGivesEverythingBackAndTheNextOneWorks() throws Exception {
    declare("classic", Map.of());
    publishPlain(20_000);
    QueueScan scan = new QueueScan(open(broker.uri()), queue);
    AtomicInteger read = new AtomicInteger();

    List<Found> found =
        scan.take(
            message -> {
              if (read.incrementAndGet() == 1) {
                CompletableFuture.runAsync(scan::stopRound);
              }
              return false;
            },
            10);

    assertThat(found).isEmpty();
    assertThat(read).hasValueLessThan(20_000);
    assertReady(20_000);
    assertThat(bodies(scan.take(ALL, 1))).containsExactly("0");
    scan.close();
  }

  @Test
  void interruptedRoundFindsNothingAndTheNextOneWorks() throws Exception {
    declare("classic", Map.of());
    publishPlain(3);
    QueueScan scan = new QueueScan(open(broker.uri()), queue);
    Thread.currentThread().interrupt();

    assertThat(scan.take(ALL, 1)).isEmpty();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(bodies(scan.take(ALL, 1))).containsExactly("0");
    scan.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "quorum"})
  void matchNearTheHeadOfALongQueueCostsNotTheWholeQueue(String type) throws Exception {
    declare(type, Map.of());
    publishPlain(5_000);
    QueueScan scan = new QueueScan(open(broker.uri()), queue);
    AtomicInteger read = new AtomicInteger();

    List<Found> found =
        scan.take(
            message -> {
              read.incrementAndGet();
              return body(message).equals("10");
            },
            10);

    assertThat(bodies(found)).containsExactly("10");
    assertThat(read).hasValueLessThan(1_000);
    assertReady(4_999);
    scan.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "quorum"})
  void longQueueIsSeenToItsEnd(String type) throws Exception {
    declare(type, type.equals("quorum") ? Map.of("x-delivery-limit", 5) : Map.of());
    publishPlain(70_000);
    QueueScan scan = new QueueScan(open(broker.uri()), queue);
    assertThat(bodies(scan.take(message -> body(message).equals("69999"), 1)))
        .containsExactly("69999");
    assertReady(69_999);
    scan.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "quorum"})
  void messagesOfOthersReachNoDeadLetterQueue(String type) throws Exception {
    String dead = queue + "-dead";
    admin.declareQueue(dead);
    Map<String, Object> arguments = new HashMap<>();
    arguments.put("x-dead-letter-exchange", "");
    arguments.put("x-dead-letter-routing-key", dead);
    if (type.equals("quorum")) {
      arguments.put("x-delivery-limit", 2);
    }
    declare(type, arguments);
    admin.publish(queue, numbers(30));
    QueueScan scan = new QueueScan(open(broker.uri()), queue);
    for (int i = 0; i < 12; i++) {
      assertThat(scan.take(NONE, 5)).isEmpty();
      assertThat(bodies(scan.look(ALL))).containsExactlyInAnyOrder(numbers(30));
    }
    assertThat(admin.readyMessages(dead)).isZero();
    assertReady(30);
    assertThat(bodies(scan.take(endsWith("9"), 5))).containsExactlyInAnyOrder("9", "19", "29");
    scan.close();
    admin.deleteQueue(dead);
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "quorum"})
  void excessOfWhatIsWantedReachesNoDeadLetterQueue(String type) throws Exception {
    Map<String, Object> limit = type.equals("quorum") ? Map.of("x-delivery-limit", 2) : Map.of();
    declare(type, limit);
    admin.publish(queue, numbers(20));
    QueueScan scan = new QueueScan(open(broker.uri()), queue);
    List<String> all = new ArrayList<>();
    while (all.size() < 20) {
      List<Found> found = scan.take(ALL, 1);
      assertThat(found).as("after %s", all).hasSize(1);
      all.add(body(found.get(0)));
      scan.ack(found.get(0).tag());
    }
    assertThat(all).containsExactly(numbers(20));
    scan.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "quorum"})
  void plainConsumerBesideItGetsWhatIsNotWanted(String type) throws Exception {
    declare(type, Map.of());
    QueueScan scan = new QueueScan(open(broker.uri()), queue);
    Set<String> plain = new ConcurrentSkipListSet<>();
    List<Long> waits = new CopyOnWriteArrayList<>();
    ConcurrentSkipListSet<String> selected = new ConcurrentSkipListSet<>();
    try (Connection connection = connect();
        Channel channel = connection.createChannel()) {
      channel.basicQos(1);
      channel.basicConsume(
          queue,
          false,
          (tag, delivery) -> {
            String body = new String(delivery.getBody(), StandardCharsets.UTF_8);
            plain.add(body);
            waits.add(System.nanoTime() - Long.parseLong(delivery.getProperties().getMessageId()));
            channel.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
          },
          tag -> {});
      Future<?> scanning =
          pool.submit(
              () -> {
                while (!Thread.currentThread().isInterrupted()) {
                  for (Found message : scan.take(message -> body(message).startsWith("s"), 10)) {
                    selected.add(body(message));
                    scan.ack(message.tag());
                  }
                }
                return null;
              });
      for (int i = 0; i < 40; i++) {
        for (String prefix : List.of("s", "p")) {
          admin.publish(
              "",
              queue,
              new AMQP.BasicProperties.Builder()
                  .messageId(Long.toString(System.nanoTime()))
                  .build(),
              prefix + i);
        }
      }
      await().untilAsserted(() -> assertThat(plain.size() + selected.size()).isEqualTo(80));
      assertThat(plain.stream().filter(body -> body.startsWith("p"))).hasSize(40);
      assertThat(Collections.max(waits)).isLessThan(TimeUnit.SECONDS.toNanos(3));
      scanning.cancel(true);
    }
    scan.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "quorum"})
  void scansBesideEachOtherGetAllOfTheirs(String type) throws Exception {
    declare(type, Map.of());
    AmqpConnection shared = open(broker.uri());
    List<QueueScan> scans =
        List.of(
            new QueueScan(shared, queue),
            new QueueScan(shared, queue),
            new QueueScan(open(broker.uri()), queue));
    Set<String> all = new ConcurrentSkipListSet<>();
    List<Future<?>> readers = new ArrayList<>();
    for (int i = 0; i < scans.size(); i++) {
      QueueScan scan = scans.get(i);
      int mine = i;
      readers.add(pool.submit(() -> read(scan, mine, 100, all)));
    }
    for (int i = 0; i < 300; i += 20) {
      admin.publish(
          queue, IntStream.range(i, i + 20).mapToObj(Integer::toString).toArray(String[]::new));
    }
    for (Future<?> reader : readers) {
      reader.get(30, TimeUnit.SECONDS);
    }
    assertThat(all).hasSize(300);
    assertReady(0);
  }

  /** As a reader by selector does it; a scan takes what is its number modulo three. */
  private static Void read(QueueScan scan, int mine, int count, Set<String> all) throws Exception {
    RescanPolicy policy = new RescanPolicy();
    int taken = 0;
    while (taken < count) {
      TimeUnit.NANOSECONDS.sleep(policy.delay(System.nanoTime()));
      if (!policy.roundDue(System.nanoTime(), scan.ready())) {
        continue;
      }
      long begin = System.nanoTime();
      for (Found message :
          scan.take(message -> Integer.parseInt(body(message)) % 3 == mine, count)) {
        assertThat(all.add(body(message))).isTrue();
        scan.ack(message.tag());
        taken++;
      }
      policy.roundEnded(System.nanoTime(), scan.lastReady(), System.nanoTime() - begin);
    }
    return null;
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "quorum"})
  void roundIsAHandfulOfRequestsAndOneNackAndAQuestionIsOne(String type) throws Exception {
    declare(type, Map.of());
    admin.publish(queue, numbers(30));
    QueueScan scan = new QueueScan(open(proxy.uri()), queue);
    proxy.resetMethods();
    assertThat(scan.take(NONE, 1)).isEmpty();
    List<String> sent = proxy.methodsSent();
    assertThat(sent)
        .startsWith(
            "queue.declare",
            "basic.qos",
            "basic.consume",
            "basic.cancel",
            "queue.declare",
            "basic.nack");
    assertThat(sent.subList(6, sent.size())).hasSizeBetween(1, 8).containsOnly("queue.declare");
    assertThat(scan.lastReady()).isEqualTo(30);
    proxy.resetMethods();
    assertThat(scan.ready()).isEqualTo(30);
    assertThat(proxy.methodsSent()).containsExactly("queue.declare");
    admin.purgeQueue(queue);
    proxy.resetMethods();
    assertThat(scan.take(ALL, 1)).isEmpty();
    assertThat(proxy.methodsSent()).containsExactly("queue.declare");
  }

  @Test
  void idleReaderAsksNowAndThenAndConsumesNothing() throws Exception {
    declare("classic", Map.of());
    admin.publish(queue, numbers(30));
    QueueScan scan = new QueueScan(open(proxy.uri()), queue);
    scan.take(NONE, 1);
    proxy.resetMethods();
    RescanPolicy policy = new RescanPolicy();
    policy.roundEnded(System.nanoTime(), scan.lastReady(), 0);
    long end = System.nanoTime() + RescanPolicy.FIRST_PAUSE;
    while (System.nanoTime() + policy.delay(System.nanoTime()) < end) {
      TimeUnit.NANOSECONDS.sleep(policy.delay(System.nanoTime()));
      assertThat(policy.roundDue(System.nanoTime(), scan.ready())).isFalse();
    }
    assertThat(proxy.methodsSent()).hasSizeLessThan(20).containsOnly("queue.declare");
  }

  @Test
  void deletedQueueIsNotFound() throws Exception {
    declare("classic", Map.of());
    QueueScan scan = new QueueScan(open(broker.uri()), queue);
    assertThat(scan.take(ALL, 1)).isEmpty();
    admin.deleteQueue(queue);
    BrokerException e = catchThrowableOfType(BrokerException.class, () -> scan.take(ALL, 1));
    assertThat(e.kind()).isEqualTo(BrokerException.Kind.NOT_FOUND);
    assertThat(scan.isOpen()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "quorum"})
  void queueDeletedInTheMiddleOfARoundIsNotFound(String type) throws Exception {
    declare(type, Map.of());
    admin.publish(queue, numbers(10));
    QueueScan scan = new QueueScan(open(proxy.uri()), queue);
    BrokerException e =
        catchThrowableOfType(
            BrokerException.class,
            () ->
                scan.take(
                    message -> {
                      if (body(message).equals("5")) {
                        admin.deleteQueue(queue);
                      }
                      return false;
                    },
                    20));
    assertThat(e.kind()).isEqualTo(BrokerException.Kind.NOT_FOUND);
  }

  @Test
  void lostConnectionEndsTheRoundAtOnce() throws Exception {
    declare("classic", Map.of());
    admin.publish(queue, numbers(10));
    QueueScan scan = new QueueScan(open(proxy.uri()), queue);
    long begin = System.nanoTime();
    BrokerException e =
        catchThrowableOfType(
            BrokerException.class,
            () ->
                scan.take(
                    message -> {
                      pool.execute(proxy::cut);
                      return false;
                    },
                    20));
    assertThat(e).isNotNull();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SHORT);
    assertThat(scan.isOpen()).isFalse();
    scan.close();
    await().untilAsserted(() -> assertThat(admin.readyMessages(queue)).isEqualTo(10));
  }

  @Test
  void predicateThatThrowsGivesEverythingBack() throws Exception {
    declare("classic", Map.of());
    admin.publish(queue, numbers(10));
    QueueScan scan = new QueueScan(open(broker.uri()), queue);
    IllegalStateException e =
        catchThrowableOfType(
            IllegalStateException.class,
            () ->
                scan.take(
                    message -> {
                      if (body(message).equals("5")) {
                        throw new IllegalStateException("no");
                      }
                      return true;
                    },
                    20));
    assertThat(e).hasMessage("no");
    assertReady(10);
    assertThat(bodies(scan.take(ALL, 20))).containsExactly(numbers(10));
  }

  @Test
  void closeEndsARoundAndGivesEverythingBack() throws Exception {
    declare("quorum", Map.of());
    admin.publish(queue, numbers(10));
    QueueScan scan = new QueueScan(open(broker.uri()), queue);
    BrokerException e =
        catchThrowableOfType(
            BrokerException.class,
            () ->
                scan.take(
                    message -> {
                      if (body(message).equals("3")) {
                        pool.execute(scan::close);
                        await().until(scan::isClosing);
                      }
                      return true;
                    },
                    20));
    assertThat(e.kind()).isEqualTo(BrokerException.Kind.CLOSED);
    await().untilAsserted(() -> assertThat(admin.readyMessages(queue)).isEqualTo(10));
    assertThat(rest()).containsExactly(numbers(10));
    scan.close();
    assertThat(catchThrowableOfType(BrokerException.class, () -> scan.take(ALL, 1)).kind())
        .isEqualTo(BrokerException.Kind.CLOSED);
  }

  @Test
  void searchDoesNotWaitForOthersOnTheQueueAndComesBackSoon() throws Exception {
    declare("classic", Map.of());
    admin.publish(queue, numbers(3));
    AmqpConnection connection = open(broker.uri());
    ScanRounds rounds = new ScanRounds(new QueueScan(connection, queue));
    ReentrantLock others = connection.lock("rounds of " + queue);
    CompletableFuture<Void> over = new CompletableFuture<>();
    CompletableFuture<Void> begun = new CompletableFuture<>();
    Future<?> other =
        pool.submit(
            () -> {
              others.lock();
              try {
                begun.complete(null);
                over.join();
              } finally {
                others.unlock();
              }
            });
    begun.get(10, TimeUnit.SECONDS);
    for (int i = 0; i < 3; i++) {
      Future<List<Found>> found = pool.submit(() -> rounds.searchIfFree(ALL, 10));
      assertThat(found.get(10, TimeUnit.SECONDS)).isEmpty();
      assertThat(Duration.ofNanos(rounds.nanosUntilNext()))
          .isBetween(Duration.ofMillis(50), Duration.ofMillis(250));
    }
    over.complete(null);
    other.get(10, TimeUnit.SECONDS);
    assertThat(bodies(rounds.searchIfFree(ALL, 10))).containsExactly("0", "1", "2");
  }

  private void declare(String type, Map<String, Object> arguments) {
    Map<String, Object> all = new HashMap<>(arguments);
    all.put("x-queue-type", type);
    admin.declareQueue(queue, all);
  }

  private AmqpConnection open(String uri) throws BrokerException {
    URI parsed = URI.create(uri);
    BrokerSettings settings =
        new BrokerSettings(
            List.of(new BrokerAddress(parsed.getHost(), parsed.getPort(), false)),
            false,
            "guest",
            "guest",
            "/",
            10,
            5_000,
            Optional.empty(),
            2047,
            Optional.empty(),
            SaslMechanism.PLAIN);
    return runtime.open(settings, "scan", failure -> {}, new Cancellation());
  }

  private Connection connect() throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(broker.uri());
    return factory.newConnection();
  }

  private void publishPlain(int count) throws Exception {
    try (Connection connection = connect();
        Channel channel = connection.createChannel()) {
      channel.confirmSelect();
      for (int i = 0; i < count; i++) {
        channel.basicPublish(
            "",
            queue,
            MessageProperties.MINIMAL_BASIC,
            Integer.toString(i).getBytes(StandardCharsets.UTF_8));
      }
      channel.waitForConfirmsOrDie(60_000);
    }
  }

  private void assertReady(long expected) {
    assertThat(admin.readyMessages(queue)).isEqualTo(expected);
  }

  /** What a plain consumer finds, in order. */
  private List<String> rest() throws Exception {
    List<String> rest = new ArrayList<>();
    try (Connection connection = connect();
        Channel channel = connection.createChannel()) {
      for (var got = channel.basicGet(queue, true);
          got != null;
          got = channel.basicGet(queue, true)) {
        rest.add(new String(got.getBody(), StandardCharsets.UTF_8));
      }
    }
    return rest;
  }

  private static boolean all(Found message) {
    return message.tag() > 0;
  }

  private static Predicate<Found> endsWith(String... ends) {
    return message -> List.of(ends).stream().anyMatch(body(message)::endsWith);
  }

  private static String body(Found message) {
    return new String(message.body(), StandardCharsets.UTF_8);
  }

  private static List<String> bodies(List<Found> messages) {
    return messages.stream().map(QueueScanIT::body).toList();
  }

  private static String[] numbers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toArray(String[]::new);
  }
}
