package io.rabbitra.server;

import java.util.List;
import java.util.Map;

/** The configuration of a domain of GlassFish or Payara Server, changed for one that is alone. */
final class DomainXml {

  private static final String LOOPBACK = "127.0.0.1";

  private DomainXml() {}

  /**
   * @param text as the distribution has it
   * @return the same with these ports on the loopback address, without cluster and report to the
   *     vendor, and with options for the JVM
   */
  static String of(String text, GlassFishPorts ports, List<String> jvmOptions) {
    // Only the first configuration is the server's; the second is a template with variables.
    int end = text.indexOf("</config>");
    String config = text.substring(0, end);
    for (Map.Entry<Integer, Integer> port : ports.byDefault().entrySet()) {
      config =
          config
              .replace("port=\"" + port.getKey() + "\"", "port=\"" + port.getValue() + "\"")
              .replace("port=" + port.getKey() + "<", "port=" + port.getValue() + "<")
              .replace("value=\"" + port.getKey() + "\"", "value=\"" + port.getValue() + "\"")
              .replace(":" + port.getKey() + "\"", ":" + port.getValue() + "\"");
    }
    config =
        config
            .replace("\"0.0.0.0\"", "\"" + LOOPBACK + "\"")
            .replace("<network-listener ", "<network-listener address=\"" + LOOPBACK + "\" ")
            .replace(
                "<hazelcast-config-specific-configuration>",
                "<phone-home-runtime-configuration enabled=\"false\"/>"
                    + "<hazelcast-config-specific-configuration enabled=\"false\">");
    // The server's own messaging listens on all addresses; it is not to start unless it is used.
    config =
        config.replaceFirst(
            "<jvm-options>",
            "<jvm-options>-Dorg.glassfish.jms.InitializeOnDemand=true</jvm-options><jvm-options>");
    for (String option : jvmOptions) {
      if (option.startsWith("-Xmx")) {
        config = config.replaceAll("<jvm-options>-Xmx[^<]*</jvm-options>", "");
      }
      config =
          config.replace(
              "</java-config>", "<jvm-options>" + xml(option) + "</jvm-options></java-config>");
    }
    return config + text.substring(end);
  }

  private static String xml(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
