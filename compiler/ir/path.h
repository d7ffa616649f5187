// How the place of an object in the environment's tree is written: `clusters.main.nodes["a b"]`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace flux {

void append_path_step(std::string& path, std::string_view step);
std::string path_text(const std::vector<std::string>& steps);
/// The steps of such a text; an index (`[0]`) is a step of digits.
std::vector<std::string> path_steps(std::string_view path);

/// Whether `path` is `outer`, or lies inside of it.
bool is_within(std::string_view path, std::string_view outer);

}  // namespace flux
