package io.rabbitra.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * The web applications that a domain has to load when it starts. Payara Server is started for
 * {@code asadmin} before it has loaded them; what is left says its log.
 */
final class LoadingApplications {

  private final Path log;
  private final long logSize;
  private final List<String> names;

  /** To be made before the server is started. */
  LoadingApplications(Path domainXml, Path log) {
    this.log = log;
    try {
      this.logSize = Files.exists(log) ? Files.size(log) : 0;
      this.names = enabled(domainXml);
    } catch (IOException | ParserConfigurationException | SAXException e) {
      throw new ServerException("cannot read " + domainXml, e);
    }
  }

  /** The names of those that are not loaded yet. */
  List<String> left() {
    String lines = written();
    return names.stream()
        .filter(
            name ->
                !lines.contains("Loading application [" + name + "] at")
                    && !lines.contains("Loading application [" + name + "#")
                    && !lines.contains("Loading application " + name + " done"))
        .toList();
  }

  private String written() {
    try {
      byte[] all = Files.readAllBytes(log);
      // A log that became shorter is another one.
      int from = all.length < logSize ? 0 : Math.toIntExact(logSize);
      return new String(all, from, all.length - from, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ServerException("cannot read " + log, e);
    }
  }

  private static List<String> enabled(Path domainXml)
      throws IOException, ParserConfigurationException, SAXException {
    Document document =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(domainXml.toFile());
    Set<String> disabled = new HashSet<>();
    for (Element reference : elements(document.getElementsByTagName("application-ref"))) {
      if (reference.getAttribute("enabled").equals("false")) {
        disabled.add(reference.getAttribute("ref"));
      }
    }
    return elements(document.getElementsByTagName("application")).stream()
        .filter(LoadingApplications::isWeb)
        .map(application -> application.getAttribute("name"))
        .filter(name -> !disabled.contains(name))
        .toList();
  }

  private static boolean isWeb(Element application) {
    return elements(application.getElementsByTagName("engine")).stream()
        .anyMatch(engine -> engine.getAttribute("sniffer").equals("web"));
  }

  private static List<Element> elements(NodeList nodes) {
    return IntStream.range(0, nodes.getLength())
        .mapToObj(nodes::item)
        .map(Element.class::cast)
        .toList();
  }
}
