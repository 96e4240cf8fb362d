package io.rabbitra.benchmark.growth;

import io.rabbitra.benchmark.container.BenchmarkContainer;
import io.rabbitra.inbound.RabbitActivationSpec;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.resource.ResourceException;
import java.util.List;

/** A message-driven bean for each queue, in one adapter with its defaults. */
final class EndpointConsuming implements Consuming {

  private final BenchmarkContainer container;

  private EndpointConsuming(BenchmarkContainer container) {
    this.container = container;
  }

  static EndpointConsuming open(String uri, List<String> queues, Load load, Meter meter)
      throws ResourceException {
    BenchmarkContainer container = new BenchmarkContainer(uri);
    for (String queue : queues) {
      RabbitActivationSpec spec = new RabbitActivationSpec();
      spec.setDestinationName(queue);
      spec.setMinSessions(load.sessions());
      spec.setMaxSessions(load.sessions());
      spec.setPrefetch(load.prefetch());
      container.activate(spec, message -> meter.arrived(length(message)));
    }
    return new EndpointConsuming(container);
  }

  private static int length(Message message) {
    try {
      return (int) ((BytesMessage) message).getBodyLength();
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    container.close();
  }
}
