package io.rabbitra.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * How an archive is made an application of Liberty: by an element of the configuration, which also
 * lets it see the classes of the adapter, unless it brings the adapter along.
 */
final class LibertyApplication {

  private LibertyApplication() {}

  /**
   * A configuration file for the archive of this name in the directory {@code apps}. For an ear
   * with an adapter it has activation specifications with the ids {@code <application>.<adapter>}
   * and {@code <application>.<adapter>-native}.
   *
   * @param broker the URI for an adapter that the archive brings along
   */
  static String configuration(Path archive, String broker) {
    String file = archive.getFileName().toString();
    String name = name(file);
    if (file.endsWith(".rar")) {
      return """
          <server>
            <resourceAdapter id="%s" location="${server.config.dir}/apps/%s"/>
          </server>
          """
          .formatted(name, file);
    }
    return adapter(archive)
        .map(
            adapter ->
                """
                <server>
                  <%1$s id="%2$s" name="%2$s" location="%3$s">
                    <resourceAdapter id="%4$s"><properties.%2$s.%4$s uri="%5$s"/></resourceAdapter>
                  </%1$s>
                  <jmsActivationSpec id="%2$s.%4$s"><properties.%2$s.%4$s/></jmsActivationSpec>
                  <activationSpec id="%2$s.%4$s-native"><properties.%2$s.%4$s/></activationSpec>
                </server>
                """
                    .formatted(element(file), name, file, adapter, broker))
        .orElse(
            """
            <server>
              <%1$s id="%2$s" name="%2$s" location="%3$s">
                <classloader classProviderRef="rabbitra"/>
              </%1$s>
            </server>
            """
                .formatted(element(file), name, file));
  }

  /** What it is called in the configuration and in the log. */
  static String name(String file) {
    return file.substring(0, file.lastIndexOf('.'));
  }

  private static String element(String file) {
    return switch (file.substring(file.lastIndexOf('.') + 1)) {
      case "war" -> "webApplication";
      case "ear" -> "enterpriseApplication";
      case "jar" -> "ejbApplication";
      default -> throw new ServerException(file + ": only a war, ear, jar or rar can be deployed");
    };
  }

  /** The name of the adapter that is in an ear. */
  private static Optional<String> adapter(Path archive) {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      return zip.stream()
          .map(ZipEntry::getName)
          .filter(entry -> entry.endsWith(".rar"))
          .map(entry -> name(entry.substring(entry.lastIndexOf('/') + 1)))
          .findFirst();
    } catch (IOException e) {
      throw new ServerException("cannot read " + archive, e);
    }
  }
}
