package io.rabbitra.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.LongStringHelper;
import io.rabbitra.amqp.BrokerException.Kind;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A basic.return says nothing of which publish it answers. */
@SuppressWarnings("JavaUtilDate") // the client library has AMQP timestamps as Date
class ReturnedMessageTest {

  private static final byte[] BODY = {1, 2};
  private static final Map<String, Object> HEADERS =
      Map.of("s", "text", "n", List.of(1, new byte[] {3}), "t", Map.of("d", new Date(1_999)));

  /** The same as the client reads it. */
  private static final Map<String, Object> HEADERS_READ =
      Map.of(
          "s",
          LongStringHelper.asLongString("text"),
          "n",
          List.of(1, new byte[] {3}),
          "t",
          Map.of("d", new Date(1_000)));

  private final ReturnedMessage returned =
      new ReturnedMessage(312, "NO_ROUTE", "e", "k", properties("id", HEADERS_READ), BODY.clone());

  @Test
  void isTheSameAsTheOneThatWasPublished() {
    assertThat(returned.resemblance(published("id", "e", "k", HEADERS, BODY)))
        .isEqualTo(ReturnedMessage.SAME);
  }

  @Test
  void isLessLikeOneTheMoreIsDifferent() {
    int[] resemblances = {
      returned.resemblance(published("id", "e", "k", HEADERS, BODY)),
      returned.resemblance(published("id", "e", "k", Map.of("s", "other"), BODY)),
      returned.resemblance(published("id", "e", "k", HEADERS, new byte[1])),
      returned.resemblance(published("id", "e", "other", HEADERS, BODY)),
      returned.resemblance(published("other", "e", "k", HEADERS, BODY)),
    };
    for (int i = 1; i < resemblances.length; i++) {
      assertThat(resemblances[i]).isLessThan(resemblances[i - 1]);
    }
    assertThat(resemblances[4]).isEqualTo(ReturnedMessage.OTHER);
  }

  @Test
  void isNeverOneThatIsNotMandatory() {
    Publication optional =
        new Publication("e", "k", false, properties("id", HEADERS), BODY.clone());

    assertThat(returned.resemblance(optional)).isEqualTo(ReturnedMessage.OTHER);
  }

  @Test
  void noHeadersAreTheSameAsAnEmptyTable() {
    ReturnedMessage bare =
        new ReturnedMessage(312, "NO_ROUTE", "e", "k", properties(null, null), BODY);

    assertThat(bare.resemblance(published(null, "e", "k", Map.of(), BODY)))
        .isEqualTo(ReturnedMessage.SAME);
  }

  @Test
  void ofMessagesWithoutAnIdTheRightOneFails() throws Exception {
    PublisherConfirms confirms = new PublisherConfirms();
    PublishConfirm first =
        new PublishConfirm(published(null, "e", "routed", HEADERS, BODY), () -> {}, () -> null);
    PublishConfirm second =
        new PublishConfirm(published(null, "e", "k", HEADERS, BODY), () -> {}, () -> null);
    confirms.add(1, first);
    confirms.add(2, second);

    confirms.handleReturn(312, "NO_ROUTE", "e", "k", properties(null, HEADERS_READ), BODY.clone());
    confirms.handleAck(2, true);

    first.await(Duration.ZERO);
    assertThat(
            catchThrowableOfType(BrokerException.class, () -> second.await(Duration.ZERO)).kind())
        .isEqualTo(Kind.UNROUTABLE);
    assertThat(returned.failure()).hasMessageContaining("exchange 'e' with routing key 'k'");
  }

  private static Publication published(
      String id, String exchange, String routingKey, Map<String, Object> headers, byte[] body) {
    return new Publication(exchange, routingKey, true, properties(id, headers), body);
  }

  private static AMQP.BasicProperties properties(String id, Map<String, Object> headers) {
    return new AMQP.BasicProperties.Builder().messageId(id).headers(headers).build();
  }
}
