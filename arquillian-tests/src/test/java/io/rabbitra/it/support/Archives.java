package io.rabbitra.it.support;

import io.rabbitra.it.jms.Check;
import io.rabbitra.it.probe.Events;
import io.rabbitra.it.probe.ProbeServlet;
import java.io.File;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.ResourceAdapterArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The archives that tests deploy. */
public final class Archives {

  private static final String BINDING =
      """
      <jboss:ejb-jar xmlns:jboss="urn:jboss:jakarta:ee" xmlns="https://jakarta.ee/xml/ns/jakartaee"
          xmlns:r="urn:resource-adapter-binding:2.0" version="4.0">
        <assembly-descriptor>
          <r:resource-adapter-binding>
            <ejb-name>*</ejb-name>
            <r:resource-adapter-name>rabbitra.rar</r:resource-adapter-name>
          </r:resource-adapter-binding>
        </assembly-descriptor>
      </jboss:ejb-jar>
      """;

  private static final String DEPENDS_ON_ADAPTER =
      """
      <jboss-deployment-structure xmlns="urn:jboss:deployment-structure:1.3">
        <deployment>
          <dependencies>
            <module name="deployment.rabbitra.rar"/>
          </dependencies>
        </deployment>
      </jboss-deployment-structure>
      """;

  private Archives() {}

  /** The adapter as it was built. */
  public static ResourceAdapterArchive adapter() {
    File rar = new File(System.getProperty("rabbitra.archives"), "rabbitra-rar.rar");
    return ShrinkWrap.create(ZipImporter.class, "rabbitra.rar")
        .importFrom(rar)
        .as(ResourceAdapterArchive.class);
  }

  /** A war of message-driven beans bound to the adapter; no class of the adapter in it. */
  public static WebArchive beans(String name, Class<?>... classes) {
    return ShrinkWrap.create(WebArchive.class, name)
        .addClasses(classes)
        .addClass(Events.class)
        .addAsWebInfResource(new StringAsset(BINDING), "jboss-ejb3.xml");
  }

  /** A war that sends, keeps what beans report, and tells of the server's JVM. */
  public static WebArchive probe() {
    return ShrinkWrap.create(WebArchive.class, "probe.war")
        .addPackage(ProbeServlet.class.getPackage());
  }

  /**
   * A war that uses Jakarta Messaging, with definitions of factories and destinations, for which it
   * sees the classes of the adapter.
   */
  public static WebArchive jms() {
    return ShrinkWrap.create(WebArchive.class, "jms.war")
        .addPackage(Check.class.getPackage())
        .addAsWebInfResource(new StringAsset(BINDING), "jboss-ejb3.xml")
        .addAsWebInfResource(new StringAsset("<beans/>"), "beans.xml")
        .addAsWebInfResource(new StringAsset(DEPENDS_ON_ADAPTER), "jboss-deployment-structure.xml");
  }
}
