package io.rabbitra.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Queue;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.weld.junit5.WeldInitiator;
import org.jboss.weld.junit5.WeldJunit5Extension;
import org.jboss.weld.junit5.WeldSetup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WeldJunit5Extension.class)
class OrderSenderTest {
  private static final String FACTORY = "java:app/jms/OrdersConnectionFactory";
  private static final String QUEUE = "java:app/jms/Orders";

  private final List<String> calls = new ArrayList<>();
  private final Map<Object, Object> properties = new HashMap<>();
  private boolean brokerThere = true;

  private final Queue queue = Stub.of(Queue.class, Map.of());
  private final ConnectionFactory factory =
      Stub.of(ConnectionFactory.class, Map.of("createContext", args -> context()));

  @WeldSetup
  private final WeldInitiator weld =
      WeldInitiator.from(OrderSender.class, OrderJson.class)
          .bindResource(FACTORY, factory)
          .bindResource(QUEUE, queue)
          .build();

  @Test
  void orderIsSentToTheQueueAndTheContextClosed() throws Exception {
    Order order = Order.place("Ada", "lamp", 2);

    weld.select(OrderSender.class).get().send(order);

    assertThat(calls).containsExactly("open", "send", "close");
    assertThat(properties)
        .containsOnly(
            Map.entry("body", new OrderJson().toMessage(order)),
            Map.entry("orderId", order.id()),
            Map.entry("customer", "Ada"),
            Map.entry("quantity", 2));
  }

  @Test
  void failureOfTheBrokerIsTold() throws Exception {
    brokerThere = false;
    Order order = Order.place("Ada", "lamp", 2);

    assertThatExceptionOfType(OrderNotSentException.class)
        .isThrownBy(() -> weld.select(OrderSender.class).get().send(order))
        .withMessage("the order was not sent: queue orders does not exist");
    assertThat(calls).containsExactly("open", "close");
  }

  private JMSContext context() {
    calls.add("open");
    return Stub.of(
        JMSContext.class,
        Map.of(
            "createTextMessage",
            args -> message((String) args.get(0)),
            "createProducer",
            args -> Stub.of(JMSProducer.class, Map.of("send", this::send)),
            "close",
            args -> calls.add("close")));
  }

  private Object send(List<Object> arguments) {
    if (!brokerThere) {
      throw new JMSRuntimeException("queue orders does not exist");
    }
    assertThat(arguments.get(0)).isSameAs(queue);
    calls.add("send");
    return null;
  }

  private TextMessage message(String body) {
    properties.put("body", body);
    return Stub.of(
        TextMessage.class,
        Map.of(
            "setStringProperty",
            args -> properties.put(args.get(0), args.get(1)),
            "setIntProperty",
            args -> properties.put(args.get(0), args.get(1))));
  }
}
