package io.rabbitra.server;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The MBean that TomEE has for each message-driven bean, as jconsole finds it: by process id. */
final class TomeeDelivery implements DeliveryControl {

  private final LongSupplier pid;

  TomeeDelivery(LongSupplier pid) {
    this.pid = pid;
  }

  @Override
  public void stop(String archive, String bean) {
    invoke(archive, bean, "stop");
  }

  @Override
  public void start(String archive, String bean) {
    invoke(archive, bean, "start");
  }

  // The server is this process's own child.
  @SuppressWarnings("BanJNDI")
  private void invoke(String archive, String bean, String operation) {
    String application = archive.substring(0, archive.lastIndexOf('.'));
    try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(address()))) {
      MBeanServerConnection server = connector.getMBeanServerConnection();
      Set<ObjectName> found =
          server.queryNames(new ObjectName("*:j2eeType=control,name=" + bean + ",*"), null).stream()
              .filter(name -> name.getKeyProperty("EJBModule").contains(application))
              .collect(Collectors.toSet());
      if (found.size() != 1) {
        throw new ServerException(bean + " of " + archive + " has the MBeans " + found);
      }
      server.invoke(found.iterator().next(), operation, new Object[0], new String[0]);
    } catch (IOException | JMException e) {
      throw new ServerException("cannot " + operation + " " + bean + " of " + archive, e);
    }
  }

  private String address() throws IOException {
    try {
      VirtualMachine machine = VirtualMachine.attach(Long.toString(pid.getAsLong()));
      try {
        return machine.startLocalManagementAgent();
      } finally {
        machine.detach();
      }
    } catch (AttachNotSupportedException e) {
      throw new ServerException("TomEE has no management", e);
    }
  }
}
