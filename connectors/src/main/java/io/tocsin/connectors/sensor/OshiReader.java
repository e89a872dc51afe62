package io.tocsin.connectors.sensor;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.hardware.NetworkIF;
import oshi.hardware.VirtualMemory;
import oshi.software.os.OSFileStore;
import oshi.software.os.OperatingSystem;

/** The counters of this machine, by OSHI. */
final class OshiReader implements HostReader {
  private static final int MOST_DISKS = 16;

  private final HardwareAbstractionLayer hardware;
  private final OperatingSystem system;
  private long @Nullable [] ticks;
  private long networkTime;
  private long received;
  private long sent;

  OshiReader() {
    SystemInfo info = new SystemInfo();
    hardware = info.getHardware();
    system = info.getOperatingSystem();
  }

  @Override
  public String name() {
    String name = system.getNetworkParams().getHostName();
    return name.isEmpty() ? "localhost" : name;
  }

  @Override
  public void read(long now, Values out) {
    processor(out);
    memory(out);
    disks(out);
    network(now, out);
  }

  private void processor(Values out) {
    CentralProcessor processor = hardware.getProcessor();
    long[] before = ticks;
    ticks = processor.getSystemCpuLoadTicks();
    if (before != null) {
      out.add("cpu_percent", "", 100 * processor.getSystemCpuLoadBetweenTicks(before));
    }
    double[] load = processor.getSystemLoadAverage(3);
    String[] names = {"load1", "load5", "load15"};
    for (int i = 0; i < names.length; i++) {
      // Negative where the system has no such figure.
      if (load[i] >= 0) {
        out.add(names[i], "", load[i]);
      }
    }
  }

  private void memory(Values out) {
    GlobalMemory memory = hardware.getMemory();
    percent(
        out,
        "memory_used_percent",
        "",
        memory.getTotal() - memory.getAvailable(),
        memory.getTotal());
    VirtualMemory virtual = memory.getVirtualMemory();
    percent(out, "swap_used_percent", "", virtual.getSwapUsed(), virtual.getSwapTotal());
  }

  private static void percent(Values out, String metric, String mount, long used, long total) {
    if (total > 0) {
      out.add(metric, mount, 100.0 * used / total);
    }
  }

  /** One mount point of each volume, the shortest: a volume is as full wherever it is mounted. */
  private void disks(Values out) {
    List<OSFileStore> stores =
        system.getFileSystem().getFileStores(true).stream()
            .sorted(
                Comparator.comparingInt((OSFileStore s) -> s.getMount().length())
                    .thenComparing(OSFileStore::getMount))
            .toList();
    Set<String> seen = new HashSet<>();
    for (OSFileStore store : stores) {
      long total = store.getTotalSpace();
      if (seen.size() < MOST_DISKS && total > 0 && seen.add(store.getVolume() + total)) {
        percent(out, "disk_used_percent", store.getMount(), total - store.getUsableSpace(), total);
      }
    }
  }

  private void network(long now, Values out) {
    long in = 0;
    long outgoing = 0;
    for (NetworkIF network : hardware.getNetworkIFs(false)) {
      in += network.getBytesRecv();
      outgoing += network.getBytesSent();
    }
    long elapsed = now - networkTime;
    // Counters that went back belong to an interface that came or went.
    if (networkTime > 0 && elapsed > 0 && in >= received && outgoing >= sent) {
      out.add("net_rx_bytes_per_s", "", 1000.0 * (in - received) / elapsed);
      out.add("net_tx_bytes_per_s", "", 1000.0 * (outgoing - sent) / elapsed);
    }
    networkTime = now;
    received = in;
    sent = outgoing;
  }

  @Override
  public void reset() {
    ticks = null;
    networkTime = 0;
  }
}
