package io.rabbitra;

import static org.assertj.core.api.Assertions.assertThat;

import io.rabbitra.inbound.AmqpActivationSpec;
import io.rabbitra.inbound.RabbitActivationSpec;
import jakarta.jms.MessageListener;
import jakarta.resource.spi.TransactionSupport;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** META-INF/ra.xml and the beans are one thing said twice; this holds them together. */
class DescriptorTest {

  private static final Set<String> NOT_CONFIGURATION =
      Set.of("class", "resourceAdapter", "logWriter", "reference", "transactionSupport");

  private static final String LISTENER = AmqpListener.class.getName();

  private static Element connector;

  private record Property(String type, String defaultValue) {}

  @BeforeAll
  static void parse() throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    connector =
        factory
            .newDocumentBuilder()
            .parse(Path.of("src/main/rar/META-INF/ra.xml").toFile())
            .getDocumentElement();
  }

  static Stream<String> beans() {
    return Stream.of(
        "resourceadapter-class",
        "managedconnectionfactory-class",
        "activationspec-class",
        "adminobject-class");
  }

  @Test
  void isOfVersion21AndComplete() {
    assertThat(connector.getAttribute("version")).isEqualTo("2.1");
    assertThat(connector.getAttribute("metadata-complete")).isEqualTo("true");
  }

  @ParameterizedTest
  @MethodSource("beans")
  void hasTheBeansPropertiesWithTheirTypesAndDefaults(String element) throws Exception {
    for (Element named : elements("//" + element)) {
      Class<?> bean = Class.forName(named.getTextContent().trim());

      assertThat(described((Element) named.getParentNode()))
          .as(bean.getSimpleName())
          .isEqualTo(propertiesOf(bean));
    }
  }

  @ParameterizedTest
  @MethodSource("beans")
  void namesNoPropertyTwice(String element) throws Exception {
    for (Element named : elements("//" + element)) {
      assertThat(names((Element) named.getParentNode())).doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest
  @MethodSource("beans")
  void marksWhatMayHoldAPasswordAsConfidential(String element) throws Exception {
    for (Element named : elements("//" + element)) {
      for (Element property : children((Element) named.getParentNode(), "config-property")) {
        boolean confidential = "true".equals(text(property, "config-property-confidential"));
        assertThat(confidential)
            .isEqualTo(Set.of("password", "uri").contains(text(property, "config-property-name")));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "resourceadapter-class, jakarta.resource.spi.ResourceAdapter",
    "managedconnectionfactory-class, jakarta.resource.spi.ManagedConnectionFactory",
    "managedconnectionfactory-class, jakarta.resource.spi.ResourceAdapterAssociation",
    "activationspec-class, jakarta.resource.spi.ActivationSpec",
    "adminobject-class, jakarta.resource.Referenceable",
    "connectionfactory-impl-class, jakarta.resource.Referenceable",
    "connectionfactory-impl-class, java.io.Serializable"
  })
  void namesClassesOfTheirKind(String element, String type) throws Exception {
    assertThat(elements("//" + element)).isNotEmpty();
    for (Element named : elements("//" + element)) {
      assertThat(Class.forName(type)).isAssignableFrom(classOf(named));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "connectionfactory-interface, connectionfactory-impl-class",
    "connection-interface, connection-impl-class",
    "adminobject-interface, adminobject-class"
  })
  void namesClassesThatImplementTheInterfaceBesideThem(String type, String implementation)
      throws Exception {
    assertThat(elements("//" + type)).isNotEmpty();
    for (Element named : elements("//" + type)) {
      Element parent = (Element) named.getParentNode();
      Class<?> implementing = Class.forName(text(parent, implementation));
      assertThat(classOf(named)).isAssignableFrom(implementing);
    }
  }

  /** Servers refuse what is above the claim before they ask the factory. */
  @Test
  void claimsTheHighestTransactionSupportAndTheFactoriesSayWhatTheyHave() throws Exception {
    assertThat(elements("//transaction-support").get(0).getTextContent())
        .isEqualTo(TransactionSupportLevel.XATransaction.name());
    for (Element named : elements("//managedconnectionfactory-class")) {
      TransactionSupport factory =
          (TransactionSupport) classOf(named).getConstructor().newInstance();
      assertThat(factory.getTransactionSupport())
          .as(named.getTextContent())
          .isEqualTo(TransactionSupportLevel.LocalTransaction);
    }
  }

  @Test
  void offersTheSameActivationToBothKindsOfListener() throws Exception {
    Map<String, Map<String, Property>> activations = new TreeMap<>();
    for (Element listener : elements("//messagelistener")) {
      Element spec = children(listener, "activationspec").get(0);
      assertThat(Class.forName(text(spec, "activationspec-class")))
          .isIn(RabbitActivationSpec.class, AmqpActivationSpec.class);
      activations.put(text(listener, "messagelistener-type"), described(spec));
    }
    assertThat(activations).containsOnlyKeys(MessageListener.class.getName(), LISTENER);
    assertThat(activations.get(LISTENER))
        .isEqualTo(activations.get(MessageListener.class.getName()));
  }

  @Test
  void namesForEachListenerAnActivationOfItsOwn() throws Exception {
    assertThat(elements("//activationspec-class"))
        .extracting(named -> named.getTextContent().trim())
        .doesNotHaveDuplicates();
  }

  private static Map<String, Property> described(Element parent) {
    Map<String, Property> described = new TreeMap<>();
    for (Element property : children(parent, "config-property")) {
      described.put(
          text(property, "config-property-name"),
          new Property(
              text(property, "config-property-type"), text(property, "config-property-value")));
    }
    return described;
  }

  private static List<String> names(Element parent) {
    return children(parent, "config-property").stream()
        .map(property -> text(property, "config-property-name"))
        .toList();
  }

  /** Without the write-only ones, which stand for others and need no place in the descriptor. */
  private static Map<String, Property> propertiesOf(Class<?> bean)
      throws IntrospectionException, ReflectiveOperationException {
    Object fresh = bean.getConstructor().newInstance();
    Map<String, Property> properties = new TreeMap<>();
    for (PropertyDescriptor property : Introspector.getBeanInfo(bean).getPropertyDescriptors()) {
      if (property.getWriteMethod() != null
          && property.getReadMethod() != null
          && !NOT_CONFIGURATION.contains(property.getName())) {
        Object value = property.getReadMethod().invoke(fresh);
        properties.put(
            property.getName(),
            new Property(
                property.getPropertyType().getName(), value == null ? null : value.toString()));
      }
    }
    return properties;
  }

  private static Class<?> classOf(Element named) throws ClassNotFoundException {
    return Class.forName(named.getTextContent().trim());
  }

  private static String text(Element parent, String name) {
    List<Element> found = children(parent, name);
    return found.isEmpty() ? null : found.get(0).getTextContent().trim();
  }

  private static List<Element> children(Element parent, String name) {
    return list(parent.getChildNodes()).filter(child -> child.getTagName().equals(name)).toList();
  }

  private static List<Element> elements(String path) throws XPathExpressionException {
    NodeList found =
        (NodeList)
            XPathFactory.newInstance().newXPath().evaluate(path, connector, XPathConstants.NODESET);
    return list(found).toList();
  }

  private static Stream<Element> list(NodeList nodes) {
    return java.util.stream.IntStream.range(0, nodes.getLength())
        .mapToObj(nodes::item)
        .filter(Element.class::isInstance)
        .map(Element.class::cast);
  }
}
