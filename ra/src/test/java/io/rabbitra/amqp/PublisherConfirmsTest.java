package io.rabbitra.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ShutdownSignalException;
import io.rabbitra.amqp.BrokerException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PublisherConfirmsTest {

  private final PublisherConfirms confirms = new PublisherConfirms();
  private final AtomicInteger done = new AtomicInteger();

  private PublishConfirm add(long sequence) {
    PublishConfirm confirm =
        new PublishConfirm(message("id-" + sequence), done::incrementAndGet, () -> null);
    confirms.add(sequence, confirm);
    return confirm;
  }

  private static Publication message(String id) {
    return new Publication(
        "", "q", true, new AMQP.BasicProperties.Builder().messageId(id).build(), new byte[0]);
  }

  @Test
  void multipleAckCoversAllUpToItsTag() throws Exception {
    PublishConfirm first = add(1);
    PublishConfirm second = add(2);
    PublishConfirm third = add(3);
    confirms.handleAck(2, true);
    first.await(Duration.ZERO);
    second.await(Duration.ZERO);
    assertThat(kind(third)).isEqualTo(Kind.TIMEOUT);
    assertThat(done).hasValue(2);
  }

  @Test
  void singleAckCoversItsTagOnly() throws Exception {
    PublishConfirm first = add(1);
    PublishConfirm second = add(2);
    confirms.handleAck(2, false);
    second.await(Duration.ZERO);
    assertThat(kind(first)).isEqualTo(Kind.TIMEOUT);
  }

  @Test
  void nackedMessageIsNotTaken() {
    PublishConfirm confirm = add(1);
    confirms.handleNack(1, true);
    assertThat(kind(confirm)).isEqualTo(Kind.NACKED);
    assertThat(done).hasValue(1);
  }

  @Test
  void returnBeforeTheAckMakesItUnroutable() throws Exception {
    PublishConfirm first = add(1);
    PublishConfirm second = add(2);
    returned("id-2");
    assertThat(kind(second)).isEqualTo(Kind.TIMEOUT);
    confirms.handleAck(2, true);
    first.await(Duration.ZERO);
    assertThat(kind(second)).isEqualTo(Kind.UNROUTABLE);
  }

  @Test
  void returnsOfTheSameIdAreMatchedOldestFirst() {
    for (long sequence = 1; sequence <= 2; sequence++) {
      confirms.add(sequence, new PublishConfirm(message(null), done::incrementAndGet, () -> null));
    }
    PublishConfirm third = new PublishConfirm(message(null), done::incrementAndGet, () -> null);
    confirms.add(3, third);
    returned(null);
    returned(null);
    confirms.handleAck(3, true);
    assertThat(catchThrowableOfType(BrokerException.class, () -> third.await(Duration.ZERO)))
        .isNull();
    assertThat(done).hasValue(3);
  }

  @Test
  void endOfTheChannelFailsWhatIsPendingAndWhatComesLater() {
    PublishConfirm pending = add(1);
    confirms.fail(new BrokerException(Kind.UNREACHABLE, "gone"));
    PublishConfirm late = add(2);
    assertThat(kind(pending)).isEqualTo(Kind.UNREACHABLE);
    assertThat(kind(late)).isEqualTo(Kind.CLOSED);
    confirms.handleAck(2, true);
    assertThat(done).hasValue(2);
  }

  @Test
  void refusalIsOfTheOnlyMessageThatIsPendingAndOfNoneIfThereAreMore() {
    ShutdownSignalException missing =
        new ShutdownSignalException(
            false,
            false,
            new AMQP.Channel.Close.Builder()
                .replyCode(404)
                .replyText("NOT_FOUND")
                .classId(60)
                .methodId(40)
                .build(),
            null);
    PublishConfirm alone = add(1);
    confirms.fail(missing);
    assertThat(kind(alone)).isEqualTo(Kind.NOT_FOUND);

    PublisherConfirms ofTwo = new PublisherConfirms();
    List<PublishConfirm> both = new ArrayList<>();
    for (int sequence = 1; sequence <= 2; sequence++) {
      PublishConfirm one = new PublishConfirm(message("id"), done::incrementAndGet, () -> null);
      ofTwo.add(sequence, one);
      both.add(one);
    }
    ofTwo.fail(missing);
    assertThat(both)
        .allSatisfy(
            one -> {
              assertThat(failure(one).kind()).isEqualTo(Kind.CLOSED);
              assertThat(failure(one).outcomeUnknown()).isTrue();
              assertThat(failure(one)).hasMessageContaining("404 NOT_FOUND");
            });
  }

  private void returned(String id) {
    confirms.handleReturn(
        312,
        "NO_ROUTE",
        "",
        "q",
        new AMQP.BasicProperties.Builder().messageId(id).build(),
        new byte[0]);
  }

  private static Kind kind(PublishConfirm confirm) {
    return failure(confirm).kind();
  }

  private static BrokerException failure(PublishConfirm confirm) {
    return catchThrowableOfType(BrokerException.class, () -> confirm.await(Duration.ZERO));
  }
}
