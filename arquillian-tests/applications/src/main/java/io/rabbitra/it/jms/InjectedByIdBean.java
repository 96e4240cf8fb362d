package io.rabbitra.it.jms;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.jms.JMSConnectionFactory;
import jakarta.jms.JMSContext;

/** Names the factory by its id in the configuration, which is all that TomEE finds. */
@Stateless
public class InjectedByIdBean extends ContextUser implements Injected {

  @Inject
  @JMSConnectionFactory("jms/RabbitConnectionFactory")
  private JMSContext context;

  @Override
  JMSContext context() {
    return context;
  }
}
