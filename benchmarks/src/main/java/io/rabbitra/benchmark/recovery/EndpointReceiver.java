package io.rabbitra.benchmark.recovery;

import io.rabbitra.benchmark.container.BenchmarkContainer;
import io.rabbitra.inbound.RabbitActivationSpec;
import jakarta.resource.ResourceException;

/** A message-driven bean of the adapter. */
final class EndpointReceiver implements Receiver {

  private final BenchmarkContainer container;

  private EndpointReceiver(BenchmarkContainer container) {
    this.container = container;
  }

  /**
   * @param spec all but broker and queue
   */
  static EndpointReceiver open(String uri, String queue, Runnable bean, RabbitActivationSpec spec)
      throws ResourceException {
    spec.setDestinationName(queue);
    BenchmarkContainer container = new BenchmarkContainer(uri);
    container.activate(spec, message -> bean.run());
    return new EndpointReceiver(container);
  }

  @Override
  public void close() {
    container.close();
  }
}
