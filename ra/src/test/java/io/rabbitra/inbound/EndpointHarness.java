package io.rabbitra.inbound;

import static org.awaitility.Awaitility.await;

import io.rabbitra.amqp.AmqpRuntime;
import io.rabbitra.config.BrokerProperties;
import io.rabbitra.container.TestContainer;
import io.rabbitra.container.TestEndpointFactory;
import io.rabbitra.work.AdapterThreads;
import jakarta.resource.ResourceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An adapter without its outermost class: threads of the container, a runtime and endpoints. */
final class EndpointHarness implements AutoCloseable {

  private final TestContainer container;
  private final AdapterThreads threads;
  private final AmqpRuntime runtime;
  private final List<Endpoint> endpoints = new ArrayList<>();
  private final List<EndpointEvent> events = new CopyOnWriteArrayList<>();
  private Reactions reactions = Reactions.DEFAULT;

  EndpointHarness() throws ResourceException {
    this(16);
  }

  EndpointHarness(int maxWorkers) throws ResourceException {
    this(new TestContainer(), maxWorkers);
  }

  EndpointHarness(TestContainer container, int maxWorkers) throws ResourceException {
    this.container = container;
    threads = AdapterThreads.onWorkManager(container.bootstrapContext(), maxWorkers);
    runtime = new AmqpRuntime(threads);
  }

  static RabbitActivationSpec spec(String uri, String queue) {
    RabbitActivationSpec spec = new RabbitActivationSpec();
    spec.setUri(uri);
    spec.setDestinationName(queue);
    spec.setMaxSessions(3);
    spec.setReconnectInterval(100);
    spec.setMaxReconnectInterval(400);
    spec.setDrainTimeout(5000);
    return spec;
  }

  /** Endpoints that are activated from now on react so soon. */
  void reactions(Reactions faster) {
    reactions = faster;
  }

  Endpoint activate(TestEndpointFactory factory, RabbitActivationSpec spec)
      throws ResourceException {
    Endpoint endpoint =
        new EndpointFactory(runtime, BrokerProperties.NONE, reactions)
            .create(factory, spec, events::add);
    endpoints.add(endpoint);
    endpoint.activate();
    return endpoint;
  }

  Endpoint activateAndAwait(TestEndpointFactory factory, RabbitActivationSpec spec)
      throws ResourceException {
    Endpoint endpoint = activate(factory, spec);
    awaitState(endpoint, EndpointState.ACTIVE);
    return endpoint;
  }

  static void awaitState(Endpoint endpoint, EndpointState state) {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> endpoint.state() == state);
  }

  List<EndpointEvent> events() {
    return events;
  }

  /** The changes to a state, in order. */
  List<EndpointEvent> eventsTo(EndpointState state) {
    return events.stream().filter(event -> event.to() == state).toList();
  }

  void awaitEvents(EndpointState state, int count) {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> eventsTo(state).size() >= count);
  }

  AmqpRuntime runtime() {
    return runtime;
  }

  TestContainer container() {
    return container;
  }

  /** What a stop of the adapter does. */
  void stop() {
    endpoints.forEach(endpoint -> endpoint.beginDeactivation("the test ends"));
    endpoints.stream()
        .filter(endpoint -> endpoint.state() != EndpointState.INACTIVE)
        .forEach(endpoint -> endpoint.deactivate("the test ends"));
    runtime.stop(Duration.ofSeconds(5));
    threads.stop(Duration.ofSeconds(5));
  }

  @Override
  public void close() {
    stop();
    container.close();
  }
}
