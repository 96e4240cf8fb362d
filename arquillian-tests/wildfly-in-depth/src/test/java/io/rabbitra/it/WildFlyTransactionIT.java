package io.rabbitra.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.GetResponse;
import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.RabbitBroker;
import io.rabbitra.it.client.Server;
import io.rabbitra.it.support.AdapterSetup;
import io.rabbitra.it.support.Archives;
import io.rabbitra.it.support.TestEnvironment;
import io.rabbitra.it.support.TransactionApplication;
import io.rabbitra.it.support.TransactionSetup;
import io.rabbitra.it.tx.Names;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.as.arquillian.api.ServerSetup;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What belongs together in transactions of the container: received, stored, sent. */
@ExtendWith(ArquillianExtension.class)
@ServerSetup({AdapterSetup.class, TransactionSetup.class})
@RunAsClient
class WildFlyTransactionIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  @ArquillianResource private RabbitBroker broker;

  private final Server server = TestEnvironment.server();
  private final TransactionApplication application = new TransactionApplication();
  private final String id = UUID.randomUUID().toString();
  private BrokerAdmin admin;

  @Deployment(name = "adapter", order = 1, testable = false)
  static Archive<?> adapter() {
    return Archives.adapter();
  }

  @Deployment(name = "probe", order = 2, testable = false)
  static Archive<?> probe() {
    return Archives.probe();
  }

  @Deployment(name = "tx", order = 3, testable = false)
  static Archive<?> transactions() {
    return Archives.transactions();
  }

  @BeforeEach
  void begin() throws Exception {
    admin = new BrokerAdmin(broker);
    for (String queue : List.of(Names.OUT, Names.DEAD, Names.VANISHING)) {
      admin.deleteQueue(queue);
      admin.declareQueue(queue);
    }
    application.createTable();
    server.clear();
  }

  @Test
  void committedDeliveryIsAcknowledgedStoredAndSent() throws Exception {
    String text = "commit-" + id;
    server.send(Names.TRANSFERS, text, 1);
    awaitReady(Names.OUT, 1);
    awaitSettled(Names.TRANSFERS);
    assertThat(server.events()).containsExactly(text + " rows=0 redelivered=false");
    assertThat(application.rows(text)).isEqualTo(1);
    assertThat(bodies(Names.OUT)).containsExactly(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rollback", "throw"})
  void rolledBackDeliveryComesAgainWithNothingStoredAndNothingSent(String failure)
      throws Exception {
    String text = failure + "-" + id;
    server.send(Names.TRANSFERS, text, 1);
    awaitReady(Names.OUT, 1);
    awaitSettled(Names.TRANSFERS);
    assertThat(server.events())
        .containsExactly(text + " rows=0 redelivered=false", text + " rows=0 redelivered=true");
    assertThat(application.rows(text)).isEqualTo(1);
    assertThat(bodies(Names.OUT)).containsExactly(text);
    assertThat(admin.readyMessages(Names.DEAD)).isZero();
  }

  @Test
  void messageThatNoQueueTakesAtTheCommitRollsTheDatabaseBackAndGivesTheDeliveryUpInTheEnd()
      throws Exception {
    String text = "unroutable-" + id;
    server.send(Names.TRANSFERS, text, 1);
    await().atMost(LIMIT).until(() -> server.events().contains(text + " sent"));
    assertThat(admin.readyMessages(Names.VANISHING)).isZero();
    admin.deleteQueue(Names.VANISHING);
    server.open(text);

    awaitReady(Names.DEAD, 1);
    awaitSettled(Names.TRANSFERS);
    assertThat(server.events())
        .containsExactly(
            text + " rows=0 redelivered=false",
            text + " sent",
            text + " rows=0 redelivered=true",
            text + " sent");
    assertThat(application.rows(text)).isZero();
    Map<String, Object> headers = admin.get(Names.DEAD).orElseThrow().getProps().getHeaders();
    assertThat(headers)
        .containsEntry("x-failed-deliveries", 2L)
        .hasEntrySatisfying("x-original-queue", to -> assertThat(to).hasToString(Names.TRANSFERS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"send", "injected", "publish"})
  void whatIsSentInATransactionOfAServletIsHeldUntilItsCommit(String what) throws Exception {
    CompletableFuture<String> running = application.begin(what, Names.OUT, id, "commit");
    await().atMost(LIMIT).until(() -> server.events().contains(id + " sent"));
    assertThat(admin.readyMessages(Names.OUT)).isZero();
    server.open(id);
    assertThat(running.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEmpty();
    assertThat(bodies(Names.OUT)).containsExactly(id + 0, id + 1, id + 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"send", "injected", "publish"})
  void rolledBackTransactionsSendNothingAndTheirConnectionsAreAsGoodAsNew(String what)
      throws Exception {
    int moreThanThePoolHas = 25;
    for (int i = 0; i < moreThanThePoolHas; i++) {
      assertThat(application.run(what, Names.OUT, id + "-rolled-back", "rollback")).isEmpty();
    }
    assertThat(admin.readyMessages(Names.OUT)).isZero();
    assertThat(application.rows(id + "-rolled-back")).isZero();
    application.run(what, Names.OUT, id);
    assertThat(bodies(Names.OUT)).containsExactly(id + 0, id + 1, id + 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"send", "injected", "publish"})
  void commitThrowsIfNoQueueTakesAMessage(String what) throws Exception {
    admin.deleteQueue(Names.VANISHING);
    assertThat(application.run(what, Names.VANISHING, id, "commit")).isEqualTo("RollbackException");
    assertThat(application.rows(id)).isZero();
    assertThat(application.run(what, Names.OUT, id, "commit")).isEmpty();
    assertThat(bodies(Names.OUT)).hasSize(3);
  }

  @Test
  void whatIsReceivedInATransactionComesAgainAfterItsRollback() throws Exception {
    admin.publish(Names.OUT, id);
    assertThat(application.run("receive", Names.OUT, "", "rollback"))
        .isEqualTo(id + " redelivered=false");
    assertThat(application.run("receive", Names.OUT, "", "commit"))
        .isEqualTo(id + " redelivered=true");
    awaitSettled(Names.OUT);
  }

  @Test
  void beanWithItsOwnTransactionsSendsByThemAndIsAcknowledgedByItsReturn() throws Exception {
    server.send(Names.DEMARCATED, "rollback-" + id, 1);
    server.send(Names.DEMARCATED, "throw-" + id, 1);
    awaitReady(Names.OUT, 2);
    awaitSettled(Names.DEMARCATED);
    assertThat(server.events())
        .containsExactly(
            "rollback-" + id + " redelivered=false",
            "throw-" + id + " redelivered=false",
            "throw-" + id + " redelivered=true");
    assertThat(bodies(Names.OUT)).containsExactly("throw-" + id, "throw-" + id);
  }

  @Test
  void listenerMethodWithoutTransactionSendsAtOnceThoughItsBeanHasTransactions() throws Exception {
    server.send(Names.UNTRANSACTED, "throw-" + id, 1);
    awaitReady(Names.OUT, 2);
    awaitSettled(Names.UNTRANSACTED);
    assertThat(server.events())
        .containsExactly("throw-" + id + " redelivered=false", "throw-" + id + " redelivered=true");
  }

  private void awaitReady(String queue, int count) {
    await().atMost(LIMIT).until(() -> admin.readyMessages(queue) == count);
  }

  private void awaitSettled(String queue) {
    await()
        .atMost(LIMIT)
        .until(() -> admin.unackedMessages(queue) == 0 && admin.readyMessages(queue) == 0);
  }

  private List<String> bodies(String queue) {
    List<String> bodies = new ArrayList<>();
    for (Optional<GetResponse> next = admin.get(queue); next.isPresent(); next = admin.get(queue)) {
      bodies.add(new String(next.get().getBody(), StandardCharsets.UTF_8));
    }
    return bodies;
  }
}
