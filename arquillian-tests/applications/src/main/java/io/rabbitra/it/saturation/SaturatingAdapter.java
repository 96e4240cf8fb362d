package io.rabbitra.it.saturation;

import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.transaction.xa.XAResource;

/** Fills the server's WorkManager when it is asked to, through {@link SaturationMXBean}. */
public class SaturatingAdapter implements ResourceAdapter, Serializable {

  private static final long serialVersionUID = 1L;

  @Override
  public void start(BootstrapContext context) throws ResourceAdapterInternalException {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    try {
      server.registerMBean(new Saturation(context.getWorkManager()), name());
    } catch (JMException e) {
      throw new ResourceAdapterInternalException(e);
    }
  }

  @Override
  public void stop() {
    try {
      ManagementFactory.getPlatformMBeanServer().unregisterMBean(name());
    } catch (JMException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void endpointActivation(MessageEndpointFactory factory, ActivationSpec spec) {}

  @Override
  public void endpointDeactivation(MessageEndpointFactory factory, ActivationSpec spec) {}

  @Override
  public XAResource[] getXAResources(ActivationSpec[] specs) {
    return new XAResource[0];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SaturatingAdapter;
  }

  @Override
  public int hashCode() {
    return SaturatingAdapter.class.hashCode();
  }

  private static ObjectName name() throws JMException {
    return new ObjectName(SaturationMXBean.NAME);
  }
}
