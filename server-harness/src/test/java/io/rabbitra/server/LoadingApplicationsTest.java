package io.rabbitra.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadingApplicationsTest {

  @TempDir private Path directory;

  @Test
  void webApplicationsAreLeftUntilTheLogSaysThatTheyAreLoaded() throws Exception {
    Path domainXml =
        Files.writeString(
            directory.resolve("domain.xml"),
            """
            <domain>
              <server><application-ref ref="off" enabled="false"/><application-ref ref="shop"/></server>
              <applications>
                <application name="shop"><module><engine sniffer="web"/></module></application>
                <application name="ear"><module><engine sniffer="web"/></module></application>
                <application name="off"><module><engine sniffer="web"/></module></application>
                <application name="rar"><module><engine sniffer="connector"/></module></application>
              </applications>
            </domain>
            """);
    Path log =
        Files.writeString(directory.resolve("server.log"), "Loading application [shop] at [/shop]");
    LoadingApplications applications = new LoadingApplications(domainXml, log);
    assertThat(applications.left()).containsExactly("shop", "ear");
    Files.writeString(log, "Loading application [ear#a.war] at", StandardOpenOption.APPEND);
    assertThat(applications.left()).containsExactly("shop");
    Files.writeString(log, "Loading application [shop] at [/shop]", StandardOpenOption.APPEND);
    assertThat(applications.left()).isEmpty();
  }
}
