package io.rabbitra.destination.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rabbitra.destination.RabbitExchange;
import io.rabbitra.destination.RabbitQueue;
import io.rabbitra.destination.RabbitTemporaryQueue;
import io.rabbitra.destination.RabbitTemporaryTopic;
import io.rabbitra.destination.RabbitTopic;
import io.rabbitra.destination.TemporaryNames;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.Queue;
import jakarta.jms.Topic;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RabbitDestinationMapperTest {

  private final RabbitDestinationMapper mapper = new RabbitDestinationMapper();

  private record ForeignQueue(String getQueueName) implements Queue {}

  private record ForeignTopic(String getTopicName) implements Topic {}

  @Test
  void queueIsItsPlainName() throws Exception {
    for (String name :
        new String[] {"orders", "a/b", "über q", "amq.rabbitmq.reply-to.g2dkABC=="}) {
      assertThat(mapper.toReplyTo(new RabbitQueue(name))).isEqualTo(name);
      assertThat(mapper.fromReplyTo(name)).isEqualTo(new RabbitQueue(name));
    }
  }

  @Test
  void topicsAndExchangesAreAddresses() throws Exception {
    assertThat(mapper.toReplyTo(new RabbitTopic("news.#/x y")))
        .isEqualTo("/exchanges/amq.topic/news.%23%2Fx%20y");
    assertThat(mapper.toReplyTo(new RabbitExchange("e", ""))).isEqualTo("/exchanges/e");
  }

  @Test
  void everyDestinationComesBackFromItsAddress() throws Exception {
    Random random = new Random(1);
    String alphabet = "ab/%+ #.:ü@queuesexchanges";
    for (int i = 0; i < 2000; i++) {
      StringBuilder name = new StringBuilder(random.nextInt(8) == 0 ? "/queues/" : "");
      name.append(random.nextInt(8) == 0 ? "/exchanges/" : "");
      for (int c = random.nextInt(20); c >= 0; c--) {
        name.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      Destination destination =
          switch (i % 3) {
            case 0 -> new RabbitQueue(name.toString());
            case 1 -> new RabbitTopic(name.toString());
            default -> new RabbitExchange(name.toString(), name.toString());
          };
      assertThat(mapper.fromReplyTo(mapper.toReplyTo(destination))).isEqualTo(destination);
    }
  }

  @Test
  void addressThatIsNoneIsAQueueName() {
    for (String text : new String[] {"/exchanges/", "/exchanges/a/b/c", "/queues/%zz", "%", "/"}) {
      assertThat(mapper.fromReplyTo(text)).isEqualTo(new RabbitQueue(text));
    }
    assertThat(mapper.fromReplyTo("")).isNull();
    assertThat(mapper.fromReplyTo(null)).isNull();
    assertThat(mapper.fromReplyTo("/queues/")).isNull();
  }

  @Test
  void foreignDestinationsGoByName() throws Exception {
    assertThat(mapper.toReplyTo(new ForeignQueue("q"))).isEqualTo("q");
    assertThat(mapper.toReplyTo(new ForeignTopic("t"))).isEqualTo("/exchanges/amq.topic/t");
    assertThat(mapper.toReplyTo(null)).isNull();
  }

  @Test
  void destinationWithoutNameIsInvalid() {
    assertThatThrownBy(() -> mapper.toReplyTo(new RabbitQueue()))
        .isInstanceOf(InvalidDestinationException.class);
    assertThatThrownBy(() -> mapper.toReplyTo(new ForeignQueue("")))
        .isInstanceOf(InvalidDestinationException.class);
    assertThatThrownBy(() -> mapper.toReplyTo(new Destination() {}))
        .isInstanceOf(InvalidDestinationException.class)
        .hasMessageContaining("JMSReplyTo");
  }

  @Test
  void deliveryShowsWhereTheMessageWasSent() {
    assertThat(mapper.fromDelivery("", "q")).isEqualTo(new RabbitQueue("q"));
    assertThat(mapper.fromDelivery("amq.topic", "t")).isEqualTo(new RabbitTopic("t"));
    assertThat(mapper.fromDelivery("amq.topic", "")).isEqualTo(new RabbitExchange("amq.topic", ""));
    assertThat(mapper.fromDelivery("logs", "")).isEqualTo(new RabbitExchange("logs", ""));
    assertThat(mapper.fromDelivery("", "")).isNull();
    assertThat(mapper.fromDelivery(null, null)).isNull();
    assertThat(mapper.fromDelivery("logs", null)).isEqualTo(new RabbitExchange("logs", ""));
  }

  @Test
  void temporaryDestinationsComeBackFromTheWireAsWhatTheyAre() throws Exception {
    String name = TemporaryNames.create("c1");
    RabbitTemporaryQueue queue = new RabbitTemporaryQueue(name, destination -> {});
    assertThat(mapper.toReplyTo(queue)).isEqualTo(name);
    assertThat(mapper.fromReplyTo(name))
        .isInstanceOf(RabbitTemporaryQueue.class)
        .isEqualTo(queue)
        .hasSameHashCodeAs(queue);
    RabbitTemporaryTopic topic = new RabbitTemporaryTopic(name, destination -> {});
    assertThat(mapper.fromReplyTo(mapper.toReplyTo(topic)))
        .isInstanceOf(RabbitTemporaryTopic.class)
        .isEqualTo(topic);
    assertThat(mapper.fromDelivery("amq.topic", name)).isEqualTo(topic);
    assertThat(mapper.fromDelivery("", "rabbitra.tmp.c1.x"))
        .isEqualTo(new RabbitQueue("rabbitra.tmp.c1.x"));
  }
}
