package io.rabbitra.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import javax.naming.Reference;
import org.junit.jupiter.api.Test;

class RabbitDestinationTest {

  private static Object copyOf(Object object) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }

  @Test
  void allThreePropertiesNameTheQueue() {
    RabbitQueue queue = new RabbitQueue();
    queue.setName("a");
    assertThat(queue.getQueueName()).isEqualTo("a");
    queue.setQueueName("b");
    assertThat(queue.getName()).isEqualTo("b");
    queue.setDestinationName("c");
    assertThat(queue.getName()).isEqualTo("c").isEqualTo(queue.getDestinationName());
    assertThat(queue.exchange()).isEmpty();
    assertThat(queue.routingKey()).isEqualTo("c");
  }

  @Test
  void allThreePropertiesNameTheTopic() {
    RabbitTopic topic = new RabbitTopic();
    topic.setName("a");
    assertThat(topic.getTopicName()).isEqualTo("a");
    topic.setTopicName("b");
    assertThat(topic.getName()).isEqualTo("b");
    topic.setDestinationName("c");
    assertThat(topic.getName()).isEqualTo("c").isEqualTo(topic.getDestinationName());
    assertThat(topic.exchange()).isEqualTo("amq.topic");
    assertThat(topic.routingKey()).isEqualTo("c");
  }

  @Test
  void equalByKindAndName() {
    assertThat(new RabbitQueue("a"))
        .isEqualTo(new RabbitQueue("a"))
        .hasSameHashCodeAs(new RabbitQueue("a"));
    assertThat(new RabbitQueue("a")).isNotEqualTo(new RabbitQueue("b"));
    assertThat(new RabbitQueue("a")).isNotEqualTo(new RabbitTopic("a"));
    assertThat(new RabbitQueue()).isEqualTo(new RabbitQueue()).isNotEqualTo(new RabbitQueue("a"));
    assertThat(new RabbitExchange("e", "k")).isEqualTo(new RabbitExchange("e", "k"));
    assertThat(new RabbitExchange("e", "k")).isNotEqualTo(new RabbitExchange("e", ""));
  }

  @Test
  void namesOutsideTheLimitsAreRefusedWithTheProperty() {
    RabbitQueue queue = new RabbitQueue();
    assertThatThrownBy(() -> queue.setName(""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Property name")
        .hasMessageContaining("255");
    assertThatThrownBy(() -> queue.setQueueName(null)).hasMessageContaining("Property queueName");
    assertThatThrownBy(() -> new RabbitTopic("x".repeat(256)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RabbitQueue("ß".repeat(128)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new RabbitQueue("ß".repeat(127) + "x").getName()).hasSize(128);
  }

  @Test
  void serializedWithItsReference() throws Exception {
    RabbitQueue queue = new RabbitQueue("a");
    queue.setReference(new Reference("some.Class"));
    RabbitQueue copy = (RabbitQueue) copyOf(queue);
    assertThat(copy).isEqualTo(queue);
    assertThat(copy.getReference()).isEqualTo(queue.getReference());
    assertThat(copyOf(new RabbitTopic("t"))).isEqualTo(new RabbitTopic("t"));
    assertThat(copyOf(new RabbitExchange("e", ""))).isEqualTo(new RabbitExchange("e", ""));
  }
}
