package io.rabbitra.destination;

import jakarta.jms.Destination;
import jakarta.resource.Referenceable;
import java.io.Serializable;
import javax.naming.Reference;

/**
 * A destination, which on RabbitMQ is an exchange and a routing key. A container configures an
 * administered object through its setters before anybody sees it; after that a destination does not
 * change, and may be used by any thread.
 */
public abstract class RabbitDestination implements Destination, Referenceable, Serializable {

  private static final long serialVersionUID = 1L;

  /** Set by the container when it binds an administered object (Jakarta Connectors 2.1, 6.5). */
  private Reference reference;

  protected RabbitDestination() {}

  /** The exchange to publish to; "" is the default exchange. */
  public abstract String exchange();

  /** The routing key to publish with. */
  public abstract String routingKey();

  @Override
  public final Reference getReference() {
    return reference;
  }

  @Override
  public final void setReference(Reference reference) {
    this.reference = reference;
  }
}
