// Addresses are 128 bits wide; an IPv4 address is the low 32 of them.
#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "functions/support.h"

namespace flux {
namespace {

using Arguments = std::span<const Value>;
using Bits = unsigned __int128;

/// `size` ones at the low end.
Bits low_mask(int size) {
  return size >= 128 ? ~Bits{0} : (Bits{1} << size) - 1;
}

struct Network {
  Bits address = 0;  ///< its host bits are zero
  int width = 32;    ///< 32 or 128
  int prefix = 0;

  int host_bits() const { return width - prefix; }
};

std::optional<std::uint32_t> read_uint(std::string_view text, int base, std::uint32_t limit) {
  std::uint32_t value = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value, base);
  if (text.empty() || text.size() > 4 || read.ec != std::errc{} || read.ptr != end || value > limit)
    return std::nullopt;
  return value;
}

std::optional<Bits> read_ipv4(std::string_view text) {
  Bits address = 0;
  for (int i = 0; i < 4; ++i) {
    const std::size_t dot = i < 3 ? text.find('.') : text.size();
    if (dot == std::string_view::npos) return std::nullopt;
    const auto part = read_uint(text.substr(0, dot), 10, 255);
    if (!part) return std::nullopt;
    address = address << 8 | *part;
    text.remove_prefix(std::min(dot + 1, text.size()));
  }
  return address;
}

/// The 16-bit groups of one side of `::`, appended; false when malformed. The last may be an IPv4 address.
bool read_groups(std::string_view text, std::vector<std::uint32_t>& groups) {
  while (!text.empty()) {
    const std::size_t colon = std::min(text.find(':'), text.size());
    const std::string_view group = text.substr(0, colon);
    if (colon == text.size() && group.find('.') != std::string_view::npos) {
      const auto tail = read_ipv4(group);
      if (!tail) return false;
      groups.push_back(static_cast<std::uint32_t>(*tail >> 16));
      groups.push_back(static_cast<std::uint32_t>(*tail & 0xFFFF));
      return true;
    }
    const auto value = read_uint(group, 16, 0xFFFF);
    if (!value) return false;
    groups.push_back(*value);
    if (colon + 1 == text.size()) return false;  // ends in a colon
    text.remove_prefix(std::min(colon + 1, text.size()));
  }
  return true;
}

std::optional<Bits> read_ipv6(std::string_view text) {
  if (text.size() > 64) return std::nullopt;
  std::vector<std::uint32_t> groups, behind;
  const std::size_t gap = text.find("::");
  if (gap == std::string_view::npos) {
    if (!read_groups(text, groups) || groups.size() != 8) return std::nullopt;
  } else {
    if (!read_groups(text.substr(0, gap), groups) || !read_groups(text.substr(gap + 2), behind))
      return std::nullopt;
    if (groups.size() + behind.size() > 7) return std::nullopt;
    groups.resize(8 - behind.size());
    groups.insert(groups.end(), behind.begin(), behind.end());
  }
  Bits address = 0;
  for (const std::uint32_t group : groups) address = address << 16 | group;
  return address;
}

std::optional<Network> read_network(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const std::string_view address = text.substr(0, slash);
  Network network;
  network.width = address.find(':') == std::string_view::npos ? 32 : 128;
  const auto bits = network.width == 32 ? read_ipv4(address) : read_ipv6(address);
  const auto prefix = read_uint(text.substr(slash + 1), 10, static_cast<std::uint32_t>(network.width));
  if (!bits || !prefix) return std::nullopt;
  network.prefix = static_cast<int>(*prefix);
  network.address = *bits & ~low_mask(network.host_bits());
  return network;
}

std::string write_ipv4(Bits address) {
  const auto bits = static_cast<std::uint32_t>(address);
  return fmt::format("{}.{}.{}.{}", bits >> 24, bits >> 16 & 255, bits >> 8 & 255, bits & 255);
}

/// RFC 5952: the first longest run of zero groups, two at least, becomes `::`.
std::string write_ipv6(Bits address) {
  int best_start = 8, best_size = 1;
  const auto group = [&](int i) { return static_cast<std::uint32_t>(address >> (112 - 16 * i) & 0xFFFF); };
  for (int start = 0; start < 8; ++start) {
    int size = 0;
    while (start + size < 8 && group(start + size) == 0) ++size;
    if (size > best_size) best_start = start, best_size = size;
  }
  std::string text;
  for (int i = 0; i < 8; ++i) {
    if (i == best_start) {
      text += "::";
      i += best_size - 1;
      continue;
    }
    if (!text.empty() && !text.ends_with(':')) text += ':';
    text += fmt::format("{:x}", group(i));
  }
  return text;
}

std::string write_address(Bits address, int width) {
  return width == 32 ? write_ipv4(address) : write_ipv6(address);
}

std::string write_network(const Network& network) {
  return fmt::format("{}/{}", write_address(network.address, network.width), network.prefix);
}

CallResult no_network(const Value& text) {
  return CallResult::fail(fmt::format("{} is no network such as `10.0.0.0/8` or `fd00::/64`", describe(text)),
                          0);
}

CallResult call_cidrhost(CallContext& context, Arguments arguments) {
  const auto network = read_network(arguments[0].as_string());
  if (!network) return no_network(arguments[0]);
  const std::int64_t number = int_of(arguments[1]);
  const Bits last = low_mask(network->host_bits());
  // -1 is the last address.
  const Bits offset = number >= 0 ? static_cast<Bits>(number) : static_cast<Bits>(-(number + 1));
  if (offset > last) {
    return CallResult::fail(fmt::format("{} has no host {}", write_network(*network), number), 1);
  }
  return text_result(
      context, write_address(network->address | (number >= 0 ? offset : last - offset), network->width));
}

CallResult call_cidrnetmask(CallContext& context, Arguments arguments) {
  const auto network = read_network(arguments[0].as_string());
  if (!network) return no_network(arguments[0]);
  if (network->width != 32) return CallResult::fail("only an IPv4 network has a mask in that form", 0);
  return text_result(context, write_ipv4(~low_mask(network->host_bits())));
}

CallResult too_small(const Network& network, std::int64_t bits, int argument) {
  return CallResult::fail(fmt::format("{} has only {} bits to extend its prefix by, not {}",
                                      write_network(network), network.host_bits(), bits),
                          argument);
}

CallResult call_cidrsubnet(CallContext& context, Arguments arguments) {
  auto network = read_network(arguments[0].as_string());
  if (!network) return no_network(arguments[0]);
  const std::int64_t bits = int_of(arguments[1]), number = int_of(arguments[2]);
  if (bits < 0) return CallResult::fail(fmt::format("the prefix cannot be extended by {} bits", bits), 1);
  if (bits > network->host_bits()) return too_small(*network, bits, 1);
  if (number < 0 || static_cast<Bits>(number) > low_mask(static_cast<int>(bits))) {
    return CallResult::fail(fmt::format("{} bits do not number a subnet {}", bits, number), 2);
  }
  network->prefix += static_cast<int>(bits);
  if (bits > 0) network->address |= static_cast<Bits>(number) << network->host_bits();
  return text_result(context, write_network(*network));
}

CallResult call_cidrsubnets(CallContext& context, Arguments arguments) {
  const auto network = read_network(arguments[0].as_string());
  if (!network) return no_network(arguments[0]);
  std::vector<Value> subnets;
  // The first free address, as an offset into the network; `full` once that wrapped round.
  Bits next = 0;
  bool full = false;
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    const std::int64_t bits = int_of(arguments[i]);
    const int argument = static_cast<int>(i);
    if (bits < 1)
      return CallResult::fail(fmt::format("the prefix must be extended by 1 bit at least, not by {}", bits),
                              argument);
    if (bits > network->host_bits()) return too_small(*network, bits, argument);
    Network subnet = *network;
    subnet.prefix += static_cast<int>(bits);
    const Bits mask = low_mask(subnet.host_bits());
    const Bits start = (next + mask) & ~mask;
    if (full || start < next || start > low_mask(network->host_bits())) {
      return CallResult::fail(
          fmt::format("{} has no room left for a /{}", write_network(*network), subnet.prefix), argument);
    }
    subnet.address |= start;
    subnets.push_back(make_text(context.arena, write_network(subnet)));
    next = start + mask + 1;
    full = next == 0;
  }
  return list_result(context, subnets);
}

constexpr FunctionInfo kFunctions[] = {
    terraform("cidrhost", "(string, int): string", call_cidrhost,
              "the address of the host of that number in the network; -1 is the last"),
    terraform("cidrnetmask", "(string): string", call_cidrnetmask,
              "the mask of the IPv4 network, such as `255.240.0.0`"),
    terraform("cidrsubnet", "(string, int, int): string", call_cidrsubnet,
              "the subnet of that number, its prefix longer by so many bits"),
    terraform("cidrsubnets", "(string, int...): list<string>", call_cidrsubnets,
              "subnets one behind the other, their prefixes longer by so many bits each"),
};

}  // namespace

std::span<const FunctionInfo> cidr_functions() {
  return kFunctions;
}

}  // namespace flux
