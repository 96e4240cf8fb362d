package io.rabbitra.destination;

import java.util.Enumeration;
import java.util.Hashtable;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.RefAddr;
import javax.naming.Reference;
import javax.naming.spi.ObjectFactory;

/** Makes the destination again that a JNDI provider has stored as a {@link Reference}. */
public final class RabbitDestinationFactory implements ObjectFactory {

  /** For JNDI. */
  public RabbitDestinationFactory() {}

  /**
   * The destination, or null if the reference is not one of a {@link RabbitDestination}.
   *
   * @throws IllegalArgumentException the reference has a value that the destination does not take
   */
  @Override
  public Object getObjectInstance(
      Object object, Name name, Context context, Hashtable<?, ?> environment) {
    if (!(object instanceof Reference reference)) {
      return null;
    }
    if (reference.getClassName().equals(RabbitQueue.class.getName())) {
      return fill(new RabbitQueue(), reference);
    }
    return reference.getClassName().equals(RabbitTopic.class.getName())
        ? fill(new RabbitTopic(), reference)
        : null;
  }

  private static RabbitDestination fill(RabbitDestination destination, Reference reference) {
    Enumeration<RefAddr> properties = reference.getAll();
    while (properties.hasMoreElements()) {
      RefAddr property = properties.nextElement();
      destination.setProperty(property.getType(), (String) property.getContent());
    }
    return destination;
  }
}
