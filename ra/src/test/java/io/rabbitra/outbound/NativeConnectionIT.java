package io.rabbitra.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.rabbitra.AmqpConnection;
import io.rabbitra.AmqpConnectionFactory;
import io.rabbitra.AmqpException;
import io.rabbitra.AmqpException.Outcome;
import io.rabbitra.AmqpException.Reason;
import io.rabbitra.AmqpException.Status;
import io.rabbitra.AmqpMessage;
import io.rabbitra.AmqpProperties;
import io.rabbitra.harness.BrokerAdmin;
import io.rabbitra.harness.BrokerExtension;
import io.rabbitra.harness.FaultProxy;
import io.rabbitra.harness.RabbitBroker;
import jakarta.resource.ResourceException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Native connections in the pool of WildFly and without one, over a network that fails. */
@ExtendWith(BrokerExtension.class)
@Timeout(60)
class NativeConnectionIT {

  private static final AmqpProperties PLAIN = AmqpProperties.builder().build();
  private static final byte[] BODY = {1};

  private final String queue = "native-" + UUID.randomUUID();
  private final AmqpManagedConnectionFactory factory = new AmqpManagedConnectionFactory();
  private final FaultProxy proxy;
  private final BrokerAdmin admin;
  private TestPool pool;

  NativeConnectionIT(RabbitBroker broker, BrokerAdmin admin) {
    this.admin = admin;
    proxy = new FaultProxy(broker);
    factory.setUri(proxy.uri());
  }

  @BeforeEach
  void open() throws Exception {
    admin.declareQueue(queue);
    pool = new TestPool(factory, 2, Duration.ofMillis(500), null);
  }

  @AfterEach
  void close() {
    pool.close();
    factory.close();
    proxy.close();
    admin.deleteQueue(queue);
  }

  @Test
  void publishInAWarmPoolIsOnePublishAndOneConfirm() {
    publish(pooled());
    proxy.resetMethods();

    publish(pooled());

    assertThat(proxy.methodsSent()).containsExactly("basic.publish");
    assertThat(proxy.methodsReceived()).containsExactly("basic.ack");
    assertThat(pool.created()).isEqualTo(1);
    assertThat(pool.inUse()).isZero();
    assertThat(admin.readyMessages(queue)).isEqualTo(2);
  }

  @Test
  void batchIsPublishedBeforeTheFirstConfirmComes() throws Exception {
    publish(pooled());
    try (AmqpConnection connection = pooled().getConnection()) {
      proxy.stallInbound();
      CompletableFuture<Void> publishing =
          CompletableFuture.runAsync(() -> connection.publishAll(batch(1000)));
      await().until(() -> admin.readyMessages(queue) == 1001);
      assertThat(publishing).isNotDone();

      proxy.resume();

      publishing.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void publishWithoutAConfirmInTimeIsOfUnknownOutcome() {
    factory.setConfirmTimeout(1000);
    try (AmqpConnection connection = direct().getConnection()) {
      connection.publish("", queue, PLAIN, BODY);
      proxy.stallInbound();

      AmqpException one = failure(() -> connection.publish("", queue, PLAIN, BODY));
      AmqpException many = failure(() -> connection.publishAll(batch(3)));

      assertThat(one.reason()).isEqualTo(Reason.TIMEOUT);
      assertThat(one.outcomeUnknown()).isTrue();
      assertThat(many.outcomes())
          .hasSize(3)
          .extracting(Outcome::status)
          .containsOnly(Status.UNKNOWN);
      assertThat(many.reason()).isEqualTo(Reason.TIMEOUT);
      proxy.resume();
    }
  }

  @Test
  void connectionCutWhilePublishingIsOfUnknownOutcomeAndThenUnavailable() throws Exception {
    try (AmqpConnection connection = direct().getConnection()) {
      connection.publish("", queue, PLAIN, BODY);
      proxy.stallInbound();
      CompletableFuture<Void> publishing =
          CompletableFuture.runAsync(() -> connection.publish("", queue, PLAIN, BODY));
      await().until(() -> admin.readyMessages(queue) == 2);

      proxy.cut();

      AmqpException cut =
          (AmqpException) publishing.handle((done, e) -> e.getCause()).get(10, TimeUnit.SECONDS);
      assertThat(cut.reason()).isEqualTo(Reason.UNAVAILABLE);
      assertThat(cut.outcomeUnknown()).isTrue();
      AmqpException later = failure(() -> connection.publish("", queue, PLAIN, BODY));
      assertThat(later.reason()).isEqualTo(Reason.UNAVAILABLE);
      assertThat(later.outcomeUnknown()).isFalse();
      AmqpException all = failure(() -> connection.publishAll(batch(2)));
      assertThat(all.outcomeUnknown()).isFalse();
    }
  }

  @Test
  void connectionThatDiesInThePoolIsReplaced() {
    publish(pooled());
    try (AmqpConnection connection = pooled().getConnection()) {
      proxy.cut();

      await().until(() -> pool.destroyed() == 1);
      AmqpException e = failure(() -> connection.publish("", queue, PLAIN, BODY));
      assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE);
    }

    publish(pooled());
    assertThat(pool.created()).isEqualTo(2);
    assertThat(admin.readyMessages(queue)).isEqualTo(2);
  }

  @Test
  void exhaustedPoolIsUnavailable() {
    try (AmqpConnection one = pooled().getConnection();
        AmqpConnection two = pooled().getConnection()) {
      assertThat(failure(() -> pooled().getConnection()).reason()).isEqualTo(Reason.UNAVAILABLE);
      assertThat(one).isNotSameAs(two);
    }
    publish(pooled());
  }

  @Test
  void wrongLoginIsSaidByTheFactoryWithoutThePassword() {
    for (AmqpConnectionFactory connections : List.of(pooled(), direct())) {
      AmqpException e = failure(() -> connections.getConnection("nobody", "geheim"));
      assertThat(e.reason()).isEqualTo(Reason.AUTHENTICATION);
      assertThat(e.outcomes()).isEmpty();
      assertThat(e).hasMessageNotContaining("geheim");
    }
  }

  @Test
  void absentBrokerIsUnavailable() {
    proxy.refuse(true);
    for (AmqpConnectionFactory connections : List.of(pooled(), direct())) {
      assertThat(failure(connections::getConnection).reason()).isEqualTo(Reason.UNAVAILABLE);
    }
  }

  @Test
  void closedConnectionThrowsAndGivesThePhysicalOneBack() {
    AmqpConnection direct = direct().getConnection();
    AmqpConnection pooled = pooled().getConnection();
    assertThat(proxy.connections()).isEqualTo(2);

    for (AmqpConnection connection : List.of(direct, pooled)) {
      connection.close();
      connection.close();
      assertThat(failure(() -> connection.publish("", queue, PLAIN, BODY)).reason())
          .isEqualTo(Reason.CLOSED);
      assertThat(failure(() -> connection.publishAll(List.of())).reason()).isEqualTo(Reason.CLOSED);
    }

    await().until(() -> proxy.connections() == 1);
    assertThat(pool.inUse()).isZero();
  }

  @Test
  void handleLeftOpenIsClosedByTheServerAtTheEndOfTheCall() throws Exception {
    AmqpConnection[] leaked = new AmqpConnection[1];

    assertThatThrownBy(
            () ->
                pool.inCall(
                    () -> {
                      leaked[0] = pooled().getConnection();
                      return null;
                    }))
        .isInstanceOf(ResourceException.class);

    assertThat(failure(() -> leaked[0].publish("", queue, PLAIN, BODY)).reason())
        .isEqualTo(Reason.CLOSED);
    assertThat(pool.inUse()).isZero();
  }

  private AmqpConnectionFactory pooled() {
    return pool.nativeConnectionFactory();
  }

  private AmqpConnectionFactory direct() {
    return (AmqpConnectionFactory) factory.createConnectionFactory();
  }

  private void publish(AmqpConnectionFactory connections) {
    try (AmqpConnection connection = connections.getConnection()) {
      connection.publish("", queue, PLAIN, BODY);
    }
  }

  private List<AmqpMessage> batch(int size) {
    return Collections.nCopies(size, AmqpMessage.toQueue(queue, PLAIN, BODY));
  }

  private static AmqpException failure(ThrowingCallable action) {
    AmqpException e = catchThrowableOfType(AmqpException.class, action);
    assertThat(e).as("what it throws").isNotNull();
    return e;
  }
}
