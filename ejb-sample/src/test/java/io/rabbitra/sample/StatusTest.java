package io.rabbitra.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.rabbitra.sample.EndpointSnapshot.Change;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.jboss.weld.junit5.auto.AddBeanClasses;
import org.jboss.weld.junit5.auto.EnableAutoWeld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@EnableAutoWeld
@AddBeanClasses({
  EndpointStatus.class,
  StatusJson.class,
  OrderBook.class,
  DeliveryThreads.class,
  OrderJson.class
})
class StatusTest {
  /** What a bean of another version may have: a text only, and a state that is no text. */
  public interface Sparse {
    String getDestination();

    Integer getState();
  }

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final List<ObjectName> registered = new ArrayList<>();

  @Inject private EndpointStatus endpoint;
  @Inject private StatusJson status;
  @Inject private OrderBook book;
  @Inject private DeliveryThreads threads;

  @AfterEach
  void unregister() throws JMException {
    for (ObjectName name : registered) {
      server.unregisterMBean(name);
    }
  }

  @Test
  void withoutBeanTheEndpointIsNotDeployed() {
    assertThat(endpoint.read()).isEmpty();
    assertThat(status.now().getJsonObject("endpoint").getString("state")).isEqualTo("not deployed");
  }

  @Test
  void beanOfTheAdapterIsReadWhole() throws JMException {
    register("a", new TestEndpointMXBean.Endpoint("orders", "ACTIVE", "2026-01-01T00:00:00Z"));

    assertThat(endpoint.read())
        .contains(
            new EndpointSnapshot(
                "OrderMdb",
                "orders",
                "ACTIVE",
                "2026-01-01T00:00:00Z",
                1,
                2,
                3,
                4,
                5,
                6,
                List.of(
                    new Change(
                        "1970-01-01T00:00:00Z", "ACTIVE", "REACTIVATING", "consumer cancelled"),
                    new Change(
                        "1970-01-01T00:00:00Z", "REACTIVATING", "ACTIVE", "consumer cancelled"))));
  }

  @Test
  void endpointOfAnotherQueueIsNotShown() throws JMException {
    register("a", new TestEndpointMXBean.Endpoint("invoices", "ACTIVE", "2026-01-01T00:00:00Z"));

    assertThat(endpoint.read()).isEmpty();
  }

  @Test
  void endpointThatRunsIsShownBeforeOneThatStopped() throws JMException {
    register("a", new TestEndpointMXBean.Endpoint("orders", "ACTIVE", "2026-01-01T00:00:00Z"));
    register("b", new TestEndpointMXBean.Endpoint("orders", "INACTIVE", "2026-01-02T00:00:00Z"));

    assertThat(endpoint.read()).get().extracting(EndpointSnapshot::state).isEqualTo("ACTIVE");
  }

  @Test
  void beanWithOtherAttributesStillGivesWhatItHas() throws JMException {
    register("a", new StandardMBean(new SparseBean(), Sparse.class));

    assertThat(endpoint.read())
        .contains(new EndpointSnapshot("", "orders", "7", "", 0, 0, 0, 0, 0, 0, List.of()));
  }

  @Test
  void statusHasAllThatThePageShows() throws JMException, InvalidOrderException {
    register("a", new TestEndpointMXBean.Endpoint("orders", "ACTIVE", "2026-01-01T00:00:00Z"));
    Order order = Order.place("<script>\"Ada\"", "lamp", 2);
    book.sent();
    book.accept(new ReceivedOrder(order, Instant.EPOCH, "thread 1", true));
    threads.entered("thread 1");

    JsonObject now = status.now();

    assertThat(now.getJsonObject("orders").getInt("sent")).isEqualTo(1);
    assertThat(now.getJsonObject("orders").getInt("received")).isEqualTo(1);
    assertThat(now.getJsonObject("threads").getInt("busy")).isEqualTo(1);
    JsonObject thread = now.getJsonObject("threads").getJsonArray("seen").getJsonObject(0);
    assertThat(thread.getString("name")).isEqualTo("thread 1");
    assertThat(thread.getBoolean("busy")).isTrue();
    JsonObject shown = now.getJsonObject("endpoint");
    assertThat(shown.getString("state")).isEqualTo("ACTIVE");
    assertThat(shown.getInt("cancellations")).isEqualTo(3);
    assertThat(shown.getInt("reactivations")).isEqualTo(4);
    assertThat(shown.getJsonArray("history").getJsonObject(0).getString("to"))
        .isEqualTo("REACTIVATING");
    JsonObject last = now.getJsonArray("lastOrders").getJsonObject(0);
    assertThat(last.getString("customer")).isEqualTo("<script>\"Ada\"");
    assertThat(last.getBoolean("redelivered")).isTrue();
  }

  private void register(String name, Object bean) throws JMException {
    ObjectName objectName = new ObjectName("io.rabbitra:type=Endpoint,name=" + name);
    server.registerMBean(bean, objectName);
    registered.add(objectName);
  }

  private static final class SparseBean implements Sparse {
    @Override
    public String getDestination() {
      return "orders";
    }

    @Override
    public Integer getState() {
      return 7;
    }
  }
}
