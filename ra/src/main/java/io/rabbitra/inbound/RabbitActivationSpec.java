package io.rabbitra.inbound;

import io.rabbitra.config.BrokerProperties;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ResourceAdapter;

/**
 * The activation configuration of a message-driven bean (Jakarta Messaging 3.1, section 13.1).
 *
 * <p>{@code destinationName} or {@code destinationLookup} is required. Broker properties that are
 * not set here come from the connection factory that {@code connectionFactoryLookup} names, else
 * from the adapter. Setters take every value; {@link #validate} says what is wrong. Some servers
 * call neither it nor set defaults from the descriptor, so the defaults are those of the fields,
 * and the activation validates again.
 *
 * <p>Equality is identity (Jakarta Connectors 2.1, section 13.4.2.2): two activations that look
 * alike each get their own copies of what is sent.
 */
public class RabbitActivationSpec extends FormerActivationProperties implements ActivationSpec {

  private static final long serialVersionUID = 2L;

  private transient ResourceAdapter resourceAdapter;

  /**
   * {@inheritDoc}
   *
   * @throws InvalidPropertyException names every wrong property and what is allowed
   */
  @Override
  public void validate() throws InvalidPropertyException {
    ActivationReader.validate(this);
  }

  /**
   * Validates, looks up and merges. To be called while the component namespace of the bean is
   * present: on the thread of endpointActivation.
   *
   * @throws InvalidPropertyException names every wrong property and what is allowed
   */
  ActivationSettings resolve(BrokerProperties ofAdapter, String beanName)
      throws InvalidPropertyException {
    return ActivationReader.resolve(this, ofAdapter, beanName);
  }

  @Override
  public ResourceAdapter getResourceAdapter() {
    return resourceAdapter;
  }

  @Override
  public void setResourceAdapter(ResourceAdapter resourceAdapter) {
    this.resourceAdapter = resourceAdapter;
  }
}
