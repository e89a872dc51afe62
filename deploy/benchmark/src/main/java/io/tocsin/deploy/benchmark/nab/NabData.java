package io.tocsin.deploy.benchmark.nab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the benchmark's folder: {@code data/} and {@code labels/combined_windows.json}. */
public final class NabData {
  private NabData() {}

  /** All labelled files, by name. */
  public static List<NabFile> read(Path folder) throws IOException {
    Path labels = folder.resolve("labels/combined_windows.json");
    if (!Files.isReadable(labels)) {
      throw new IOException(labels + " is missing: --data names a checkout of NAB");
    }
    Map<String, JsonNode> windows = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry :
        new ObjectMapper().readTree(labels.toFile()).properties()) {
      windows.put(entry.getKey(), entry.getValue());
    }
    List<NabFile> files = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : windows.entrySet()) {
      files.add(readFile(folder.resolve("data"), entry.getKey(), entry.getValue()));
    }
    return files;
  }

  private static NabFile readFile(Path data, String name, JsonNode windows) throws IOException {
    List<String> lines = Files.readAllLines(data.resolve(name));
    int rows = lines.size() - 1;
    long[] times = new long[rows];
    double[] values = new double[rows];
    for (int i = 0; i < rows; i++) {
      String line = lines.get(i + 1);
      int comma = line.indexOf(',');
      times[i] = time(line.substring(0, comma));
      values[i] = Double.parseDouble(line.substring(comma + 1));
    }
    List<NabFile.Window> list = new ArrayList<>();
    for (JsonNode window : windows) {
      list.add(window(times, time(window.get(0).asText()), time(window.get(1).asText())));
    }
    return new NabFile(name, times, values, list);
  }

  private static NabFile.Window window(long[] times, long from, long to) {
    int first = 0;
    while (first < times.length - 1 && times[first] < from) {
      first++;
    }
    int last = times.length - 1;
    while (last > first && times[last] > to) {
      last--;
    }
    return new NabFile.Window(first, last);
  }

  private static long time(String text) {
    int dot = text.indexOf('.');
    String whole = (dot < 0 ? text : text.substring(0, dot)).strip().replace(' ', 'T');
    return LocalDateTime.parse(whole).toInstant(ZoneOffset.UTC).toEpochMilli();
  }
}
