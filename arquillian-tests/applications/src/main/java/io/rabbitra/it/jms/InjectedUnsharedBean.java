package io.rabbitra.it.jms;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConnectionFactory;
import jakarta.jms.JMSContext;

/**
 * Names a factory whose connections are not shared: Open Liberty keeps a context from one method to
 * the next, and at the end of a method closes the handles of all that can be shared.
 */
@Stateless
@Resource(
    name = "jms/Unshared",
    type = ConnectionFactory.class,
    lookup = "jms/RabbitConnectionFactory",
    shareable = false)
public class InjectedUnsharedBean extends ContextUser implements Injected {

  @Inject
  @JMSConnectionFactory("java:comp/env/jms/Unshared")
  private JMSContext context;

  @Override
  JMSContext context() {
    return context;
  }
}
