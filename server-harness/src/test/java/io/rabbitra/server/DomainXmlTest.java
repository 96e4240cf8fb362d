package io.rabbitra.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DomainXmlTest {

  private static final GlassFishPorts PORTS = new GlassFishPorts(Map.of(8080, 10080, 6666, 10666));

  private static String config(String content) {
    return "<domain><config>" + content + "</config><config>" + content + "</config></domain>";
  }

  private static String changed(String content, String... jvmOptions) {
    String result = DomainXml.of(config(content), PORTS, List.of(jvmOptions));
    assertThat(result).as("the template").endsWith("<config>" + content + "</config></domain>");
    return result.substring("<domain><config>".length(), result.indexOf("</config>"));
  }

  @Test
  void listensOnOtherPortsOfTheLoopbackAddress() {
    assertThat(changed("<network-listener port=\"8080\"/>"))
        .isEqualTo("<network-listener address=\"127.0.0.1\" port=\"10080\"/>");
    assertThat(changed("<iiop-listener address=\"0.0.0.0\" port=\"8080\"/>"))
        .isEqualTo("<iiop-listener address=\"127.0.0.1\" port=\"10080\"/>");
    assertThat(changed("<jvm-options>-Dosgi.shell.telnet.port=6666</jvm-options>"))
        .endsWith("<jvm-options>-Dosgi.shell.telnet.port=10666</jvm-options>");
  }

  @Test
  void jvmOptionsReplaceTheHeapOfTheDistribution() {
    assertThat(
            changed(
                "<java-config><jvm-options>-Xmx512m</jvm-options></java-config>",
                "-Xmx768m",
                "-Da=<b>"))
        .doesNotContain("-Xmx512m")
        .endsWith(
            "<jvm-options>-Xmx768m</jvm-options><jvm-options>-Da=&lt;b></jvm-options></java-config>");
  }

  @Test
  void payaraFindsNoOtherServerAndReportsToNobody() {
    assertThat(
            changed(
                "<hazelcast-config-specific-configuration></hazelcast-config-specific-configuration>"))
        .contains("<hazelcast-config-specific-configuration enabled=\"false\">")
        .contains("<phone-home-runtime-configuration enabled=\"false\"/>");
  }
}
