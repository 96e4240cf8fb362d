package io.rabbitra.server;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/** What stands in pages for addresses and paths, and what a test uses instead. */
final class Replacements {

  private final List<Entry<String, String>> longestFirst;

  /**
   * @param common what {@link ApplicationServer.Setup} says
   * @param own what only the server knows, such as its ports
   */
  Replacements(Map<String, String> common, Map<String, String> own) {
    Map<String, String> all = new LinkedHashMap<>(common);
    all.putAll(own);
    longestFirst =
        all.entrySet().stream()
            .map(entry -> Map.entry(entry.getKey(), entry.getValue()))
            .sorted(
                Comparator.comparingInt((Entry<String, String> entry) -> entry.getKey().length())
                    .reversed())
            .toList();
  }

  /** The text with all of them replaced. */
  String in(String text) {
    String result = text;
    for (Entry<String, String> entry : longestFirst) {
      result = result.replace(entry.getKey(), entry.getValue());
    }
    return result;
  }
}
