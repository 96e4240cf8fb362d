package io.rabbitra.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** Pins what an operator deploys: a library more or less is a decision, not an accident. */
class RarContentIT {

  private static final File RAR =
      new File(System.getProperty("rabbitra.archives"), "rabbitra-rar.rar");

  @Test
  void holdsTheAdapterItsApiItsClientTheNettyJarsItNeedsTheParserRuntimeAndTheLoggingBridge()
      throws IOException {
    try (ZipFile rar = new ZipFile(RAR)) {
      List<String> jars =
          rar.stream()
              .map(ZipEntry::getName)
              .filter(name -> name.endsWith(".jar"))
              .map(name -> name.replaceAll("-\\d+\\..*", ""))
              .sorted()
              .collect(Collectors.toList());
      assertThat(jars)
          .containsExactly(
              "amqp-client",
              "antlr4-runtime",
              "netty-buffer",
              "netty-codec-base",
              "netty-common",
              "netty-handler",
              "netty-resolver",
              "netty-transport",
              "netty-transport-native-unix-common",
              "rabbitra",
              "rabbitra-api",
              "slf4j-api",
              "slf4j-jdk14");
      assertThat(rar.getEntry("META-INF/ra.xml")).isNotNull();
    }
  }

  @Test
  void holdsNoClassOfAJakartaApi() throws IOException {
    try (ZipFile rar = new ZipFile(RAR)) {
      for (ZipEntry jar : rar.stream().filter(e -> e.getName().endsWith(".jar")).toList()) {
        try (InputStream in = rar.getInputStream(jar);
            ZipInputStream classes = new ZipInputStream(in)) {
          for (ZipEntry e = classes.getNextEntry(); e != null; e = classes.getNextEntry()) {
            assertThat(e.getName()).as(jar.getName()).doesNotStartWith("jakarta/");
          }
        }
      }
    }
  }
}
