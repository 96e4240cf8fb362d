package io.rabbitra.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.naming.Reference;
import javax.naming.spi.NamingManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an administrator configures. */
class AdminObjectTest {

  private static RabbitQueue configured() {
    RabbitQueue queue = new RabbitQueue();
    queue.setArguments("x-max-priority=10, x-queue-type=classic");
    queue.setDeclare("Declare");
    queue.setRoutingKey("new");
    queue.setExchange("orders.exchange");
    queue.setQueueName("orders");
    return queue;
  }

  @Test
  void queueOfItsOwnExchangeIsSentToThere() {
    RabbitQueue queue = configured();
    assertThat(queue.exchange()).isEqualTo("orders.exchange");
    assertThat(queue.routingKey()).isEqualTo("new");
    assertThat(queue.getQueueName()).isEqualTo("orders");
    assertThat(queue.declarePolicy()).isEqualTo(DeclarePolicy.DECLARE);
    assertThat(queue.getDeclare()).isEqualTo("declare");
    assertThat(queue.declareArguments())
        .isEqualTo(Map.of("x-max-priority", 10, "x-queue-type", "classic"));
  }

  @Test
  void argumentsThatAreWrittenAreReadAgain() {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("x-max-priority", 10);
    arguments.put("x-expires", 1L << 40);
    arguments.put("x-single-active-consumer", true);
    arguments.put("x-dead-letter-exchange", "it's, \"so\"");
    arguments.put("x-dead-letter-routing-key", "10");
    assertThat(QueueArguments.parse("queueArguments", QueueArguments.format(arguments)))
        .isEqualTo(arguments);
    assertThat(QueueArguments.format(Map.of())).isEmpty();
  }

  @Test
  void propertyOfArgumentsIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QueueArguments.parse("queueArguments", "x-max-length"))
        .withMessageContaining("Property queueArguments is 'x-max-length'");
  }

  @Test
  void routingKeyIsTheNameUnlessSet() {
    RabbitQueue queue = new RabbitQueue("orders");
    queue.setExchange("e");
    assertThat(queue.routingKey()).isEqualTo("orders");
    queue.setRoutingKey("");
    assertThat(queue.routingKey()).isEmpty();
    RabbitTopic topic = new RabbitTopic("prices");
    assertThat(topic.routingKey()).isEqualTo("prices");
    topic.setRoutingKey("eu.*.prices");
    assertThat(topic.routingKey()).isEqualTo("eu.*.prices");
    assertThat(topic.getTopicName()).isEqualTo("prices");
  }

  @Test
  void equalIfTheyMeanTheSamePlace() {
    RabbitQueue queue = configured();
    queue.setDeclare("none");
    queue.setArguments(null);
    assertThat(queue).isEqualTo(configured()).hasSameHashCodeAs(configured());
    assertThat(queue).isNotEqualTo(new RabbitQueue("orders"));
    RabbitTopic topic = new RabbitTopic("t");
    topic.setExchange("other");
    assertThat(topic).isNotEqualTo(new RabbitTopic("t"));
    topic.setExchange("");
    assertThat(topic).isEqualTo(new RabbitTopic("t")).hasSameHashCodeAs(new RabbitTopic("t"));
  }

  @Test
  void argumentsHaveTheTypesTheyLookLike() {
    RabbitQueue queue = new RabbitQueue();
    queue.setArguments(
        " a = 1 ,b=-5,c=3000000000,d=true,e=false,f=text,g='10',h=\"x,y=\"\"z\"\"\", i = 'it''s',"
            + "j=1.5,k=''");
    assertThat(queue.declareArguments())
        .containsExactly(
            Map.entry("a", 1),
            Map.entry("b", -5),
            Map.entry("c", 3_000_000_000L),
            Map.entry("d", true),
            Map.entry("e", false),
            Map.entry("f", "text"),
            Map.entry("g", "10"),
            Map.entry("h", "x,y=\"z\""),
            Map.entry("i", "it's"),
            Map.entry("j", "1.5"),
            Map.entry("k", ""));
    queue.setArguments("  ");
    assertThat(queue.getArguments()).isNull();
    assertThat(queue.declareArguments()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a=",
        "=1",
        "a=1,",
        ",a=1",
        "a=1,,b=2",
        "a=1,a=2",
        "a='x",
        "a='x'y",
        "a,b=1",
        "a=99999999999999999999"
      })
  void argumentsOfAnotherFormAreRefused(String text) {
    RabbitQueue queue = new RabbitQueue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> queue.setArguments(text))
        .withMessageStartingWith("Property arguments is '" + text + "': ")
        .withMessageContaining("allowed are pairs");
  }

  @Test
  void refusedValuesNameTheProperty() {
    RabbitQueue queue = new RabbitQueue();
    RabbitTopic topic = new RabbitTopic();
    String tooLong = "x".repeat(256);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> queue.setDeclare("maybe"))
        .withMessage("Property declare is 'maybe': allowed are none, passive, declare");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> queue.setExchange(tooLong))
        .withMessageContaining("Property exchange");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> topic.setRoutingKey(tooLong))
        .withMessageContaining("Property routingKey");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> topic.setExchange(tooLong))
        .withMessageContaining("Property exchange");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> topic.setDeclare(null))
        .withMessageContaining("Property declare");
  }

  @Test
  void anyJndiProviderCanStoreThem() throws Exception {
    RabbitTopic topic = new RabbitTopic("prices");
    topic.setExchange("market");
    topic.setRoutingKey("#");
    topic.setDeclare("passive");
    for (RabbitDestination destination : new RabbitDestination[] {configured(), topic}) {
      Reference stored = (Reference) copyOf(destination.getReference());
      Object found = NamingManager.getObjectInstance(stored, null, null, null);
      assertThat(found).isEqualTo(destination).isNotSameAs(destination);
      assertThat(((RabbitDestination) found).properties()).isEqualTo(destination.properties());
    }
    assertThat(new RabbitDestinationFactory().getObjectInstance("x", null, null, null)).isNull();
    assertThat(new RabbitExchange("e", "k").getReference()).isNull();
  }

  @Test
  void serializedWithEverything() throws Exception {
    RabbitQueue copy = (RabbitQueue) copyOf(configured());
    assertThat(copy.properties()).isEqualTo(configured().properties());
    assertThat(copyOf(new RabbitTopic("t"))).isEqualTo(new RabbitTopic("t"));
  }

  static Object copyOf(Object object) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }
}
