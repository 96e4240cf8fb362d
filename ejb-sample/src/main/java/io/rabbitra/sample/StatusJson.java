package io.rabbitra.sample;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.time.Instant;

/** All that the page shows, as one JSON object. Any thread. */
@ApplicationScoped
public class StatusJson {
  private final JsonProvider json = JsonProvider.provider();

  @Inject private OrderBook book;
  @Inject private DeliveryThreads threads;
  @Inject private EndpointStatus endpoint;

  /** The status now; without an endpoint its state is {@code not deployed}. */
  public JsonObject now() {
    return json.createObjectBuilder()
        .add("time", Instant.now().toString())
        .add("orders", counts(book.counts()))
        .add("threads", threads())
        .add(
            "endpoint",
            endpoint
                .read()
                .map(this::endpoint)
                .orElseGet(() -> json.createObjectBuilder().add("state", "not deployed")))
        .add("lastOrders", lastOrders())
        .build();
  }

  private JsonObjectBuilder counts(OrderCounts counts) {
    return json.createObjectBuilder()
        .add("sent", counts.sent())
        .add("notSent", counts.notSent())
        .add("received", counts.received())
        .add("duplicates", counts.duplicates())
        .add("redelivered", counts.redelivered())
        .add("failed", counts.failed())
        .add("invalid", counts.invalid());
  }

  private JsonObjectBuilder threads() {
    JsonArrayBuilder seen = json.createArrayBuilder();
    int busy = 0;
    for (DeliveryThreads.DeliveryThread thread : threads.all()) {
      busy += thread.busy();
      seen.add(
          json.createObjectBuilder()
              .add("name", thread.name())
              .add("deliveries", thread.deliveries())
              .add("busy", thread.busy() > 0)
              .add("lastDelivery", thread.lastDelivery().toString()));
    }
    return json.createObjectBuilder().add("busy", busy).add("seen", seen);
  }

  private JsonObjectBuilder endpoint(EndpointSnapshot endpoint) {
    JsonArrayBuilder history = json.createArrayBuilder();
    for (EndpointSnapshot.Change change : endpoint.history()) {
      history.add(
          json.createObjectBuilder()
              .add("time", change.time())
              .add("from", change.from())
              .add("to", change.to())
              .add("reason", change.reason()));
    }
    return json.createObjectBuilder()
        .add("name", endpoint.name())
        .add("destination", endpoint.destination())
        .add("state", endpoint.state())
        .add("stateSince", endpoint.stateSince())
        .add("deliveries", endpoint.deliveries())
        .add("failures", endpoint.failures())
        .add("cancellations", endpoint.cancellations())
        .add("reactivations", endpoint.reactivations())
        .add("sessions", endpoint.sessions())
        .add("busySessions", endpoint.busySessions())
        .add("history", history);
  }

  private JsonArrayBuilder lastOrders() {
    JsonArrayBuilder orders = json.createArrayBuilder();
    for (ReceivedOrder received : book.lastOrders()) {
      orders.add(
          json.createObjectBuilder()
              .add("id", received.order().id())
              .add("customer", received.order().customer())
              .add("item", received.order().item())
              .add("quantity", received.order().quantity())
              .add("createdAt", received.order().createdAt().toString())
              .add("receivedAt", received.receivedAt().toString())
              .add("thread", received.thread())
              .add("redelivered", received.redelivered()));
    }
    return orders;
  }
}
