package io.rabbitra.it.support;

import io.rabbitra.it.chaos.ChaosApplications;
import io.rabbitra.it.jms.Check;
import io.rabbitra.it.jms.InjectedByIdBean;
import io.rabbitra.it.jms.InjectedUnsharedBean;
import io.rabbitra.it.jms.Reference;
import io.rabbitra.it.probe.Events;
import io.rabbitra.it.probe.Gates;
import io.rabbitra.it.probe.ProbeServlet;
import io.rabbitra.it.tx.Ledger;
import java.io.File;
import java.util.Map;
import org.jboss.shrinkwrap.api.ArchivePath;
import org.jboss.shrinkwrap.api.Filters;
import org.jboss.shrinkwrap.api.Node;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
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

  private static final String SMALL_POOL =
      """
      <jboss:ejb-jar xmlns:jboss="urn:jboss:jakarta:ee" xmlns="https://jakarta.ee/xml/ns/jakartaee"
          xmlns:r="urn:resource-adapter-binding:2.0" xmlns:p="urn:ejb-pool:1.0" version="4.0">
        <assembly-descriptor>
          <r:resource-adapter-binding>
            <ejb-name>*</ejb-name>
            <r:resource-adapter-name>rabbitra.rar</r:resource-adapter-name>
          </r:resource-adapter-binding>
          <p:pool>
            <ejb-name>PooledMdb</ejb-name>
            <p:bean-instance-pool-ref>two</p:bean-instance-pool-ref>
          </p:pool>
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

  private static final String SATURATING =
      """
      <connector xmlns="https://jakarta.ee/xml/ns/jakartaee" version="2.1" metadata-complete="true">
        <vendor-name>RabbitRA</vendor-name>
        <eis-type>none</eis-type>
        <resourceadapter-version>1.0</resourceadapter-version>
        <resourceadapter>
          <resourceadapter-class>%s</resourceadapter-class>
        </resourceadapter>
      </connector>
      """
          .formatted(ChaosApplications.saturating()[0].getName());

  private Archives() {}

  /** Where the tests configure what applications look up under a name such as {@code jms/x}. */
  static String jndi(String name) {
    return "java:/" + name;
  }

  private static StringAsset references(Reference... references) {
    return new StringAsset(Reference.webXml(Archives::jndi, references));
  }

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
        .addClasses(Events.class, Gates.class)
        .setWebXML(references(Reference.POOLED))
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
    return seeingAdapter("jms.war")
        .addPackage(Check.class.getPackage())
        .deleteClasses(InjectedByIdBean.class, InjectedUnsharedBean.class)
        .setWebXML(
            references(
                Reference.POOLED,
                Reference.QUEUES,
                Reference.TOPICS,
                Reference.LOGINS,
                Reference.DECLARED_QUEUE,
                Reference.DECLARED_TOPIC))
        .addAsWebInfResource(new StringAsset("<beans/>"), "beans.xml");
  }

  /** A war that works in transactions, with message-driven beans and from a servlet. */
  public static WebArchive transactions() {
    return seeingAdapter("tx.war")
        .addPackage(Ledger.class.getPackage())
        .addAsWebInfResource(new StringAsset("<beans/>"), "beans.xml");
  }

  /** A war of message-driven beans that sees the classes of the adapter. */
  public static WebArchive seeingAdapter(String name, Class<?>... classes) {
    return beans(name, classes)
        .addAsWebInfResource(new StringAsset(DEPENDS_ON_ADAPTER), "jboss-deployment-structure.xml");
  }

  /** As {@link #seeingAdapter}, with few instances of one of the beans. */
  public static WebArchive pooling(String name, Class<?>... classes) {
    return seeingAdapter(name, classes)
        .addAsWebInfResource(new StringAsset(SMALL_POOL), "jboss-ejb3.xml");
  }

  /** A war of message-driven beans that has the jar of the adapter's API itself. */
  public static WebArchive bringingApi(String name, Class<?>... classes) {
    Map<ArchivePath, Node> api = adapter().getContent(Filters.include("/rabbitra-api-.*"));
    return beans(name, classes)
        .addAsLibrary(api.values().iterator().next().getAsset(), "rabbitra-api.jar");
  }

  /** The beans of the chaos test, which come and go. */
  public static WebArchive chaosBeans() {
    return ShrinkWrap.create(WebArchive.class, "chaos-beans.war")
        .addClasses(ChaosApplications.beans())
        .addClasses(ChaosApplications.shared())
        .addAsWebInfResource(new StringAsset(BINDING), "jboss-ejb3.xml");
  }

  /** The producers of the chaos test, which stay, and what it asks of the server. */
  public static WebArchive chaosProducers() {
    return ShrinkWrap.create(WebArchive.class, "chaos-producers.war")
        .addClasses(ChaosApplications.producers())
        .addClasses(ChaosApplications.shared());
  }

  /** An adapter that takes the server's threads away. */
  public static ResourceAdapterArchive saturatingAdapter() {
    JavaArchive classes =
        ShrinkWrap.create(JavaArchive.class, "saturating.jar")
            .addClasses(ChaosApplications.saturating());
    return ShrinkWrap.create(ResourceAdapterArchive.class, "saturating.rar")
        .addAsLibrary(classes)
        .addAsManifestResource(new StringAsset(SATURATING), "ra.xml");
  }
}
